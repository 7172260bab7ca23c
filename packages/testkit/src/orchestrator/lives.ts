import { createOrchestrator, type Orchestrator, type OrchestratorOptions } from "@tutti/core";
import type { Storage } from "@tutti/core/runtime";
import { type Activity, turn } from "../clock";
import { mortalStorage, trackedStorage, wrapStorage } from "../storages";
import type { TestStore } from "./store";

/** One orchestrator, from its start to its stop or crash. */
export interface Life {
  readonly orchestrator: Orchestrator;
  /** Settles when this process has died. */
  readonly lost: Promise<void>;
}

/** What {@link Lives} needs. */
export interface LivesParts {
  readonly store: TestStore;
  readonly activity: Activity;
  /** Puts the faults before the storage. */
  readonly withFaults: (storage: Storage) => Storage;
  readonly options: OrchestratorOptions;
  /** Called with every orchestrator that starts. */
  readonly onStart: (orchestrator: Orchestrator) => void;
}

/** One orchestrator after another on the same store, as processes that die and start again. */
export class Lives {
  private opened: Storage | undefined;
  private last: Life | undefined;
  private isStarting = true;
  private die: () => void = () => undefined;
  private coming: Promise<Life>;

  constructor(private readonly parts: LivesParts) {
    this.coming = this.begin();
  }

  /** The orchestrator that runs, or the next one once it has started. */
  living(): Promise<Life> {
    return this.coming;
  }

  /** The orchestrator that runs, or the one that died last. */
  get latest(): Life {
    if (this.last === undefined) throw new Error("The orchestrator has not started yet.");
    return this.last;
  }

  /** The process dies now, and a new one starts from the store. */
  crash(): void {
    this.die();
    // One that is still starting begins again by itself.
    if (this.isStarting) return;
    this.isStarting = true;
    const done = this.parts.activity.begin("a restart after a crash");
    this.coming = this.reborn().finally(done);
    // Whoever asks for it next learns why it could not start.
    this.coming.catch(() => undefined);
  }

  /** Stops in good order, and starts again from the store. */
  async restart(): Promise<void> {
    const { orchestrator } = await this.living();
    await orchestrator.stop({ deadlineMs: 0 });
    this.isStarting = true;
    this.coming = this.begin();
    await this.coming;
  }

  /** Stops the orchestrator that runs. */
  async stop(): Promise<void> {
    const { orchestrator } = await this.living();
    await orchestrator.stop({ deadlineMs: 0 });
  }

  private async reborn(): Promise<Life> {
    await turn();
    if (this.opened !== undefined) await this.parts.store.abandon(this.opened);
    return this.begin();
  }

  private async begin(): Promise<Life> {
    const { options, onStart } = this.parts;
    const storage = mortalStorage(await this.openStorage());
    const lost = new Promise<void>((resolve) => {
      this.die = () => {
        storage.kill();
        resolve();
      };
    });
    // It may die while it starts, for it goes on with what was under way.
    const orchestrator = await Promise.race([
      createOrchestrator({ ...options, storage }),
      lost.then(() => undefined),
    ]);
    if (orchestrator === undefined) return this.reborn();
    const life = { orchestrator, lost };
    this.last = life;
    this.isStarting = false;
    onStart(orchestrator);
    return life;
  }

  private async openStorage(): Promise<Storage> {
    const { store, activity, withFaults } = this.parts;
    this.opened = await store.open();
    return withFaults(trackedStorage(wrapStorage(this.opened, { open: () => undefined }), activity));
  }
}
