import type { Change } from "../events";
import type { MeshTime, MeshTimer } from "../time";
import type { HealthCheckConfig } from "./options";

/** What an {@link ActiveCheck} needs from outside. */
export interface ActiveCheckParts {
  readonly config: HealthCheckConfig;
  readonly time: MeshTime;
  /** Asks the instance once: undefined when it is well, else what is wrong. */
  readonly probe: () => Promise<string | undefined>;
  readonly emit: (change: Pick<Change, "type" | "reason">) => void;
}

/** Asks an instance again and again whether it is well. It counts as healthy until it was found not to be. */
export class ActiveCheck {
  private well = true;
  private streak = 0;
  private timer: MeshTimer | undefined;
  private stopped = false;

  constructor(private readonly parts: ActiveCheckParts) {}

  /** What the checks found. */
  get healthy(): boolean {
    return this.well;
  }

  /** Checks now, and from then on. */
  start(): void {
    void this.check().then(() => {
      const { config, time } = this.parts;
      if (!this.stopped)
        this.timer = time.schedule(time.now() + config.interval_seconds * 1000, () => this.start());
    });
  }

  /** Ends the checks. */
  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  private async check(): Promise<void> {
    const problem = await this.parts.probe();
    if (this.stopped) return;
    const { config, emit } = this.parts;
    const agrees = this.well === (problem === undefined);
    this.streak = agrees ? 0 : this.streak + 1;
    if (this.streak < (this.well ? config.unhealthy_after : config.healthy_after) || agrees) return;
    this.well = !this.well;
    this.streak = 0;
    if (this.well) emit({ type: "instance.healthy" });
    else emit({ type: "instance.unhealthy", reason: problem ?? "" });
  }
}
