import { TuttiError } from "@tutti/core";
import type { Storage, StorageAbilities } from "@tutti/core/runtime";

type Answer<T> = T | Promise<T>;

/**
 * A kind of storage, as the contracts see it: how to make one.
 *
 * @example
 * const subject: ContractSubject = {
 *   name: "memory",
 *   abilities: { durable: false, events: true },
 *   open: () => memory(),
 * };
 */
export interface ContractSubject {
  readonly name: string;
  /** What its storages say of themselves. It decides which cases apply. */
  readonly abilities: StorageAbilities;
  /** A new and empty storage, opened. */
  open(): Answer<Storage>;
  /**
   * The same data in a new storage, opened, as the next process would find them. Needed when
   * `abilities.durable` is true. Of a storage that `crashed`, `close` was not called: what it acknowledged
   * must be there all the same. The old storage is not used any more.
   */
  reopen?(storage: Storage, how: "closed" | "crashed"): Answer<Storage>;
  /** Takes away a storage that `open` or `reopen` gave, once its case is over. */
  dispose?(storage: Storage): Answer<void>;
}

/** One case of a contract. Its name reads as a specification. */
export interface ContractCase {
  readonly group: string;
  readonly name: string;
  /** Why the case does not apply to this subject; undefined: it applies. */
  readonly notApplicable?: string;
  /** What to do about a failure, in general. */
  readonly fix?: string;
  /** Rejects with an assertion error when the subject does not keep to the contract. */
  run(): Promise<void>;
}

/** What a case needs of its subject: `restart` is a `reopen`, `volatile` the opposite of `durable`, `events` the log, `access` the keys. */
export type Need =
  | "access"
  | "access restart"
  | "restart"
  | "durable"
  | "volatile"
  | "events"
  | "events restart";

/** Why a subject's declared abilities keep a case from applying; undefined: it applies. */
export function whyNotApplicable(need: Need | undefined, subject: ContractSubject): string | undefined {
  const { name, abilities } = subject;
  const { access = false, durable, events = false } = abilities;
  const isFinal = subject.reopen === undefined;
  const lacks: Record<Need, readonly (readonly [boolean, string])[]> = {
    access: [[!access, "no access"]],
    "access restart": [
      [!access, "no access"],
      [isFinal, "no reopen"],
    ],
    restart: [[isFinal, "no reopen"]],
    durable: [[!durable, "durable: false"]],
    volatile: [[durable, "durable: true"]],
    events: [[!events, "no events"]],
    "events restart": [
      [!events, "no events"],
      [isFinal, "no reopen"],
    ],
  };
  const lack = need === undefined ? undefined : lacks[need].find(([isLacking]) => isLacking);
  return lack === undefined ? undefined : `${name} declares ${lack[1]}`;
}

/** Throws `INVALID_OPTIONS` for a subject that contradicts itself. */
export function checkSubject(subject: ContractSubject): void {
  if (!subject.abilities.durable || subject.reopen !== undefined) return;
  throw TuttiError.of("INVALID_OPTIONS", {
    where: `the contract subject ${subject.name}`,
    problem: "it is durable, but has no reopen",
    fix: "Give reopen, so that the contract can look at what a restart finds.",
  });
}
