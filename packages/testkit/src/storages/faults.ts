import { type Commit, mapMethods, type Storage, wrapStorage } from "@tutti/core/runtime";
import { turn } from "../clock";

/** Notes every commit in `commits`, and passes it on. */
export function countingStorage(inner: Storage): Storage & { readonly commits: Commit[] } {
  const commits: Commit[] = [];
  const append = (commit: Commit): void | Promise<void> => {
    commits.push(commit);
    return inner.append(commit);
  };
  return { ...wrapStorage(inner, { append }), commits };
}

/** Says only some turns later that it has stored something, as a storage with group commit does. */
export function slowStorage(inner: Storage, turns = 1): Storage {
  return wrapStorage(inner, {
    async append(commit) {
      await inner.append(commit);
      for (let left = turns; left > 0; left--) await turn();
    },
  });
}

/** A storage whose commits become durable when the test calls `release`, in their order. */
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
      Promise.resolve()
        .then(() => inner.append(commit))
        .then(done, failed);
    }
  };
  return { ...wrapStorage(inner, { append }), release, held: () => waiting.length };
}

/** Takes so many commits and then goes silent, as when the process dies: nothing more is stored or answered. */
export function dyingStorage(inner: Storage, commits: number): Storage & { readonly isDead: () => boolean } {
  let left = commits;
  const append = (commit: Commit): void | Promise<void> => {
    if (left === 0) return new Promise(() => undefined);
    left -= 1;
    return inner.append(commit);
  };
  return { ...wrapStorage(inner, { append }), isDead: () => left === 0 };
}

/** A storage that goes silent, whatever is asked of it, as soon as `kill` is called. */
export function mortalStorage(inner: Storage): Storage & { readonly kill: () => void } {
  let isDead = false;
  const mortal = mapMethods(
    inner,
    (_name, method) =>
      (...given) =>
        isDead ? new Promise(() => undefined) : method(...given),
  );
  return {
    ...wrapStorage(inner, mortal),
    kill: () => {
      isDead = true;
    },
  };
}

/** Options of {@link failingStorage}. */
export interface FailingStorageOptions {
  readonly isBroken: () => boolean;
  /** What it says; default: an error "the disk is full". */
  readonly error?: Error;
  /** By a rejected promise, a turn later, rather than at once. */
  readonly isLate?: boolean;
}

/** Stores nothing while `isBroken` says so. */
export function failingStorage(inner: Storage, options: FailingStorageOptions): Storage {
  const error = options.error ?? new Error("the disk is full");
  const refuse = (): Promise<void> => {
    if (options.isLate === true) return turn().then(() => Promise.reject(error));
    throw error;
  };
  return wrapStorage(inner, {
    append: (commit) => (options.isBroken() ? refuse() : inner.append(commit)),
    probe: () => (options.isBroken() ? refuse() : inner.probe()),
  });
}
