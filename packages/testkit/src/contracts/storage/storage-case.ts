import type { Storage } from "@tutti/core/runtime";
import type { ContractSubject, Need } from "../contract";

/** One case of the storage contract, before it knows its subject. */
export interface StorageCase {
  readonly name: string;
  readonly needs?: Need;
  readonly run: (storage: Storage, given: StorageSetup) => Promise<void>;
}

/** The cases of one topic. */
export interface StorageGroup {
  readonly title: string;
  readonly cases: readonly StorageCase[];
}

/** Makes a case. */
export function storageCase(name: string, run: StorageCase["run"]): StorageCase {
  return { name, run };
}

/** Cases that apply only to subjects with an ability. */
export function needing(needs: Need, ...cases: readonly StorageCase[]): StorageCase[] {
  return cases.map((one) => ({ ...one, needs }));
}

/** What one run of a case works with. */
export class StorageSetup {
  private readonly made: Storage[] = [];

  constructor(readonly subject: ContractSubject) {}

  /** A new storage of the subject. */
  async storage(): Promise<Storage> {
    return this.known(await this.subject.open());
  }

  /** What the next process finds after the storage was closed. */
  async closedAndReopened(storage: Storage): Promise<Storage> {
    await storage.close();
    return this.reopened(storage, "closed");
  }

  /** What the next process finds after this one was killed. */
  async crashedAndReopened(storage: Storage): Promise<Storage> {
    return this.reopened(storage, "crashed");
  }

  /** Takes away every storage that was made. */
  async dispose(): Promise<void> {
    for (const storage of new Set(this.made)) await this.subject.dispose?.(storage);
  }

  private async reopened(storage: Storage, how: "closed" | "crashed"): Promise<Storage> {
    if (this.subject.reopen === undefined) throw new Error(`${this.subject.name} has no reopen.`);
    return this.known(await this.subject.reopen(storage, how));
  }

  private known(storage: Storage): Storage {
    this.made.push(storage);
    return storage;
  }
}
