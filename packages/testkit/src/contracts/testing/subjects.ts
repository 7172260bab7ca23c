import { memory } from "@tutti/core";
import type { Commit, Storage } from "@tutti/core/runtime";
import { turn } from "../../clock";
import { wrapStorage } from "../../storages";
import type { ContractSubject } from "../contract";

/** Memory: it outlives the orchestrator, though not the process. */
export const memorySubject: ContractSubject = {
  name: "memory",
  abilities: { durable: false, events: true, access: true },
  open: () => memory(),
  reopen: (storage) => storage,
};

/** Stores what came in one turn of the event loop in a later one, and answers every question later too. */
function groupCommit(inner: Storage): Storage {
  let queue = Promise.resolve();
  const append = (commit: Commit): Promise<void> => {
    const appended = queue.then(turn).then(() => inner.append(commit));
    queue = appended.catch(() => undefined);
    return appended;
  };
  return wrapStorage(inner, {
    abilities: { durable: true, events: true, access: true },
    append,
    getExecution: async (id) => {
      await turn();
      return inner.getExecution(id);
    },
    read: async (id, from) => {
      await turn();
      return inner.read(id, from);
    },
  });
}

/** A storage that claims to be durable and takes its time, as one with a file does. */
export function durableSubject(): ContractSubject {
  const stores = new Map<Storage, Storage>();
  const made = (inner: Storage): Storage => {
    const storage = groupCommit(inner);
    stores.set(storage, inner);
    return storage;
  };
  return {
    name: "a slow, durable storage",
    abilities: { durable: true, events: true, access: true },
    open: () => made(memory()),
    reopen: (storage) => made(stores.get(storage) ?? memory()),
    dispose: (storage) => void stores.delete(storage),
  };
}
