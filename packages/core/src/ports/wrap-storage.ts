import type { Storage } from "./storage";

/** The name of a storage's method. */
export type StorageMethod = Exclude<keyof Storage, "name" | "abilities" | "access">;

// A record, so that the compiler notices a method that is missing here.
const METHODS: Record<StorageMethod, true> = {
  open: true,
  close: true,
  append: true,
  probe: true,
  read: true,
  getExecution: true,
  listExecutions: true,
  unfinished: true,
  findByIdempotencyKey: true,
  putWorkflow: true,
  getWorkflow: true,
  listWorkflows: true,
  deleteWorkflow: true,
  listSchedules: true,
  putSchedules: true,
  isMarked: true,
  forgetMarks: true,
  encryptionKey: true,
  publishEvent: true,
  readEvents: true,
  lastPosition: true,
  publishedEvents: true,
  getGroup: true,
  saveGroup: true,
  forgetGroup: true,
  listDeadLetters: true,
};

/** Any method of a storage, bound to it. */
export type AnyStorageMethod = (...given: unknown[]) => unknown;

/**
 * A storage's methods, each as `change` makes it; those that it does not have are left out.
 *
 * @example
 * const timed = mapMethods(storage, (name, method) => (...given) => timing(name, () => method(...given)));
 */
export function mapMethods(
  storage: Storage,
  change: (name: StorageMethod, method: AnyStorageMethod) => AnyStorageMethod,
): Partial<Storage> {
  const changed = (Object.keys(METHODS) as StorageMethod[]).flatMap((name) => {
    if (storage[name] === undefined) return [];
    const method = (storage[name] as AnyStorageMethod).bind(storage);
    return [[name, change(name, method)] as const];
  });
  return Object.fromEntries(changed);
}

/**
 * A storage that passes everything on to another one, but for what is given here: to count, to time, to fail.
 *
 * @example
 * const amnesic = wrapStorage(storage, { unfinished: () => [] });
 */
export function wrapStorage(inner: Storage, overrides: Partial<Storage>): Storage {
  return {
    name: inner.name,
    abilities: inner.abilities,
    ...(inner.access !== undefined && { access: inner.access }),
    ...mapMethods(inner, (_name, method) => method),
    ...overrides,
  } as Storage;
}
