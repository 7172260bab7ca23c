import type { Commit, Storage } from "../../ports";
import { turn } from "./virtual-clock";

/** A storage that passes everything on to another one, but for what is given here. */
export function wrapStorage(inner: Storage, overrides: Partial<Storage>): Storage {
  const names = [
    "open",
    "close",
    "append",
    "probe",
    "read",
    "getExecution",
    "listExecutions",
    "unfinished",
    "findByIdempotencyKey",
    "putWorkflow",
    "getWorkflow",
    "listWorkflows",
    "deleteWorkflow",
    "publishEvent",
    "readEvents",
    "lastPosition",
    "publishedEvents",
    "getGroup",
    "saveGroup",
    "listDeadLetters",
    "listSchedules",
    "putSchedules",
    "isMarked",
    "forgetMarks",
  ] as (keyof Storage)[];
  const passed = names.map((name) => [name, (inner[name] as () => unknown).bind(inner)]);
  return {
    name: inner.name,
    abilities: inner.abilities,
    ...Object.fromEntries(passed),
    ...overrides,
  } as Storage;
}

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

/** Refuses to store once `isBroken` says so; `isLate`: by a rejected promise rather than at once. */
export function failingStorage(
  inner: Storage,
  options: { isBroken: () => boolean; isLate?: boolean },
): Storage {
  return wrapStorage(inner, {
    append(commit) {
      if (!options.isBroken()) return inner.append(commit);
      const error = new Error("the disk is full");
      if (options.isLate) return turn().then(() => Promise.reject(error));
      throw error;
    },
  });
}
