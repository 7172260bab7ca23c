import { type CommitObserver, ENGINE_LOAD, type Resolver, type Token, token } from "@tutti/core";
import { METRIC_SOURCE } from "./metric-source";
import { Metrics } from "./metrics";
import type { CheckedOptions } from "./options";
import { sdkMeter } from "./sdk";
import { Traces } from "./traces";

const MS_PER_SECOND = 1000;

/** Some hundred bytes each. */
const MOST_AT_REST = 10_000;

/** Where the plugin keeps what it does for one orchestrator. */
export const TELEMETRY: Token<Telemetry> = token<Telemetry>("plugin-otel:telemetry");

/** What the plugin does for one orchestrator. */
export class Telemetry {
  /** undefined: spans are not wanted. */
  readonly traces: Traces | undefined;
  private metrics: Metrics | undefined;
  private sources: (() => void)[] = [];

  constructor(private readonly options: CheckedOptions) {
    const { open_wait_seconds, traces } = options;
    this.traces = traces
      ? new Traces({ openWaitMs: open_wait_seconds * MS_PER_SECOND, mostAtRest: MOST_AT_REST })
      : undefined;
  }

  /** Sees each commit. */
  readonly observe: CommitObserver = (commit, execution) => {
    this.metrics?.observe(commit, execution);
    this.traces?.observe(commit, execution);
  };

  /** Makes the instruments: a meter, other than a tracer, must be asked for after the SDK was registered. */
  start(resolver: Resolver): void {
    const meter = this.options.metrics ? sdkMeter() : undefined;
    if (meter === undefined) return;
    this.metrics = new Metrics(meter, resolver.resolve(ENGINE_LOAD));
    this.sources = resolver.resolveAll(METRIC_SOURCE).flatMap((source) => source(meter, resolver) ?? []);
  }

  /** Ends what is open. */
  stop(): void {
    this.metrics?.stop();
    for (const end of this.sources.splice(0)) end();
    this.traces?.stop();
  }
}
