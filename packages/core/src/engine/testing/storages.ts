import { type Commit, type Storage, wrapStorage } from "../../ports";
import { turn } from "./virtual-clock";

/** Notes every commit. */
export function countingStorage(inner: Storage): Storage & { readonly commits: Commit[] } {
  const commits: Commit[] = [];
  const append = (commit: Commit): void | Promise<void> => {
    commits.push(commit);
    return inner.append(commit);
  };
  return { ...wrapStorage(inner, { append }), commits };
}

/** Stores at once, but says so only some turns later, as a storage with group commit does. */
export function slowStorage(inner: Storage, turns = 1): Storage {
  return wrapStorage(inner, {
    async append(commit) {
      await inner.append(commit);
      for (let left = turns; left > 0; left--) await turn();
    },
  });
}

/** A storage whose commits become durable when the test says so, in their order. */
export function manualStorage(
  inner: Storage,
): Storage & { readonly release: () => void; readonly held: () => number } {
  const waiting: { commit: Commit; done: () => void; failed: (error: unknown) => void }[] = [];
  const append = (commit: Commit): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ commit, done, failed });
    });
  const release = (): void => {
    for (const { commit, done, failed } of waiting.splice(0)) {
      try {
        void inner.append(commit);
        done();
      } catch (error) {
        failed(error);
      }
    }
  };
  return { ...wrapStorage(inner, { append }), release, held: () => waiting.length };
}

/** Takes `commits` commits and then goes silent, as when the process dies: nothing is stored or answered any more. */
export function dyingStorage(inner: Storage, commits: number): Storage & { readonly isDead: () => boolean } {
  let left = commits;
  const append = (commit: Commit): void | Promise<void> => {
    if (left === 0) return new Promise(() => undefined);
    left -= 1;
    return inner.append(commit);
  };
  return { ...wrapStorage(inner, { append }), isDead: () => left === 0 };
}
