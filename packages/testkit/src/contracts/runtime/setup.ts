import type { Ids, Storage } from "@tutti/core/runtime";
import { VirtualClock } from "../../clock";
import { countingIds } from "../../entropy";
import { mortalStorage, trackedStorage, wrapStorage } from "../../storages";
import type { ContractSubject } from "../contract";
import { type Bench, type BenchOptions, makeBench } from "./bench";

/** What one run of a scenario works with: storages of the subject, and orchestrators on them. */
export class RuntimeSetup {
  /** The time of all orchestrators of this run. */
  readonly clock = new VirtualClock();
  private readonly ids: Ids = countingIds();
  private readonly originals = new Map<Storage, Storage>();

  constructor(private readonly subject: ContractSubject) {}

  /** Settles when everything is at rest that waits for neither time nor the scenario. */
  rest(): Promise<void> {
    return this.clock.activity.rest();
  }

  /** An orchestrator on the given storage; without one on a new storage. */
  async orchestrator(options: BenchOptions = {}): Promise<Bench> {
    const { clock, ids } = this;
    const storage = options.storage ?? (await this.storage());
    return makeBench({ clock, ids, storage }, options);
  }

  /** A new storage of the subject. */
  async storage(): Promise<Storage> {
    return this.known(await this.subject.open());
  }

  /** What a restart finds of a storage that `storage` or `reopened` gave. */
  async reopened(storage: Storage, how: "closed" | "crashed"): Promise<Storage> {
    const original = this.originals.get(storage);
    if (original === undefined || this.subject.reopen === undefined)
      throw new Error("Only a storage of the subject itself can be reopened.");
    return this.known(await this.subject.reopen(original, how));
  }

  /** What a restart finds after a process has done this and was killed. */
  async crashed(prepare: (bench: Bench) => Promise<void>, options: BenchOptions = {}): Promise<Storage> {
    const storage = await this.storage();
    const mortal = mortalStorage(storage);
    await prepare(await this.orchestrator({ ...options, storage: mortal }));
    await this.rest();
    mortal.kill();
    return this.reopened(storage, "crashed");
  }

  /** Takes away every storage that was made. */
  async dispose(): Promise<void> {
    // What is under way belongs to a storage that is about to go; a scenario has said already what is wrong.
    await this.rest().catch(() => undefined);
    for (const original of new Set(this.originals.values())) await this.subject.dispose?.(original);
  }

  /** The subject has opened it, so that the orchestrator needs not. */
  private known(original: Storage): Storage {
    const opened = wrapStorage(original, { open: () => undefined });
    const storage = trackedStorage(opened, this.clock.activity);
    this.originals.set(storage, original);
    return storage;
  }
}
