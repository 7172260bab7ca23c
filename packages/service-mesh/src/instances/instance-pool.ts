import type { Balancer } from "../balance/balancer";
import type { Emit } from "../events";
import type { InstanceSource, InstanceSpec } from "../registry/source";
import type { Instance } from "./instance";

/** What an {@link InstancePool} is made of. */
export interface PoolParts {
  readonly source: InstanceSource;
  readonly balancer: Balancer;
  readonly create: (spec: InstanceSpec, pool: InstancePool) => Instance;
  /** Why an instance must not be used, or undefined. */
  readonly problemOf: (spec: InstanceSpec) => string | undefined;
  readonly emit: Emit;
}

/** The instances of one service, as its source lists them, and the choice among them. */
export class InstancePool {
  private readonly byId = new Map<string, Instance>();
  private list: readonly Instance[] = [];
  private refused: ReadonlySet<string> = new Set();
  private failure: Error | undefined;
  private readonly stopSource: () => void;
  private answered = false;
  private answer: () => void = () => undefined;
  private readonly firstAnswer = new Promise<void>((resolve) => (this.answer = resolve));

  constructor(private readonly parts: PoolParts) {
    const { source, problemOf } = parts;
    this.stopSource = source.start({
      update: (specs) => this.update(specs),
      fail: (error) => this.fail(error),
      problemOf,
    });
  }

  /** All instances, in the order of the source. */
  get instances(): readonly Instance[] {
    return this.list;
  }

  /** Why the instances can't be found out now; undefined when they can. */
  get problem(): Error | undefined {
    return this.failure;
  }

  /** How many are ejected now. */
  get ejected(): number {
    return this.list.filter(({ parts }) => parts.passive?.state === "ejected").length;
  }

  /** Waits for the source's first answer; rejects with the signal's reason when that aborts. */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.answered) return;
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason as Error);
      signal.addEventListener("abort", onAbort, { once: true });
      void this.firstAnswer.then(() => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      });
    });
  }

  /**
   * Chooses the instance for a request; undefined when all were tried or have their breakers open. When
   * none is well, one that is not well is better than none.
   */
  pick(tried: ReadonlySet<Instance>): Instance | undefined {
    const open = this.list.filter((instance) => !tried.has(instance) && instance.available);
    const well = open.filter((instance) => instance.well);
    const candidates = well.length > 0 ? well : open;
    const [first, second] = candidates;
    if (first === undefined || second === undefined) return first;
    return this.parts.balancer.pick(candidates as unknown as readonly [Instance, ...Instance[]]);
  }

  /** Ends everything. */
  close(): void {
    this.stopSource();
    for (const instance of this.list) instance.destroy();
  }

  private update(specs: readonly InstanceSpec[]): void {
    const { create, emit } = this.parts;
    if (this.failure !== undefined) emit({ type: "discovery.recovered" });
    this.failure = undefined;
    const taken = this.withoutRefused(specs);
    const ids = new Set(taken.map(({ id }) => id));
    for (const [id, instance] of this.byId) if (!ids.has(id)) this.remove(id, instance);
    for (const spec of taken) {
      const known = this.byId.get(spec.id);
      known?.change(spec);
      if (known !== undefined) continue;
      this.byId.set(spec.id, create(spec, this));
      emit({ type: "instance.added", instance: spec.id });
    }
    this.list = [...ids].flatMap((id) => this.byId.get(id) ?? []);
    this.answer();
    this.answered = true;
  }

  private withoutRefused(specs: readonly InstanceSpec[]): readonly InstanceSpec[] {
    const { problemOf, emit } = this.parts;
    const problems = new Map(specs.map((spec) => [spec.id, problemOf(spec)]));
    for (const [instance, reason] of problems) {
      if (reason !== undefined && !this.refused.has(instance))
        emit({ type: "instance.refused", instance, reason });
    }
    this.refused = new Set([...problems].flatMap(([id, problem]) => (problem === undefined ? [] : [id])));
    return specs.filter(({ id }) => !this.refused.has(id));
  }

  private remove(id: string, instance: Instance): void {
    this.byId.delete(id);
    instance.retire();
    this.parts.emit({ type: "instance.removed", instance: id });
  }

  private fail(error: Error): void {
    if (this.failure === undefined) this.parts.emit({ type: "discovery.failed", reason: error.message });
    this.failure = error;
    this.answer();
    this.answered = true;
  }
}
