import type {
  Attributes,
  Counter,
  Histogram,
  Meter,
  ObservableCallback,
  ObservableGauge,
} from "@opentelemetry/api";
import type { CommitObserver, EngineLoad, ExecutionRow, Failure } from "@tutti/core";
import { fromEntry, type RecordedEvent } from "@tutti/core/runtime";
import { executionEnd } from "./execution-end";
import { ATTRIBUTE, INSTRUMENT, type Instrument } from "./names";
import { type UnitEvent, unitEvent } from "./unit-event";

/** Bounds in seconds: actions take from milliseconds to minutes, executions with waits up to days. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400];

const MS_PER_SECOND = 1000;

/** The metrics of one orchestrator. */
export class Metrics {
  private readonly counters: Readonly<Record<CounterName, Counter>>;
  private readonly executionDuration: Histogram;
  private readonly actionDuration: Histogram;
  private readonly gauges: readonly (readonly [ObservableGauge, ObservableCallback])[];
  /** When the attempts began that are at work (ms). */
  private readonly begun = new Map<string, number>();

  constructor(meter: Meter, load: () => EngineLoad) {
    this.counters = {
      executionsStarted: counter(meter, INSTRUMENT.executionsStarted),
      executionsEnded: counter(meter, INSTRUMENT.executionsEnded),
      actionAttempts: counter(meter, INSTRUMENT.actionAttempts),
      actionFailures: counter(meter, INSTRUMENT.actionFailures),
      commits: counter(meter, INSTRUMENT.commits),
      events: counter(meter, INSTRUMENT.events),
    };
    this.executionDuration = histogram(meter, INSTRUMENT.executionDuration);
    this.actionDuration = histogram(meter, INSTRUMENT.actionDuration);
    this.gauges = [
      gauge(meter, INSTRUMENT.executionsRunning, (result) => result.observe(load().running)),
      gauge(meter, INSTRUMENT.executionsPending, (result) => result.observe(load().pending)),
    ];
  }

  /** Counts and measures what has become durable. */
  readonly observe: CommitObserver = ({ entries, row }, execution) => {
    this.counters.commits.add(1);
    this.counters.events.add(entries.length);
    for (const entry of entries) {
      const event = fromEntry(entry);
      this.countExecution(event, row);
      const unit = execution === undefined ? undefined : unitEvent(event, execution.plan);
      if (unit !== undefined) this.countAttempt(unit, `${row.execution_id}/${unit.key}`);
    }
  };

  /** Takes back what reads the gauges. */
  stop(): void {
    for (const [observable, read] of this.gauges) observable.removeCallback(read);
  }

  private countExecution(
    event: RecordedEvent,
    { created_at, started_at, workflow_name }: ExecutionRow,
  ): void {
    const name = { [ATTRIBUTE.workflowName]: workflow_name };
    if (event.type === "execution.started") this.counters.executionsStarted.add(1, name);
    const end = executionEnd(event);
    if (end === undefined) return;
    const status = { [ATTRIBUTE.executionStatus]: end.status };
    const attributes = { ...name, ...status, ...(end.error === undefined ? {} : errorType(end.error)) };
    this.counters.executionsEnded.add(1, attributes);
    this.executionDuration.record((event.time - (started_at ?? created_at)) / MS_PER_SECOND, attributes);
  }

  private countAttempt({ actionType, error, isFan, outcome, time }: UnitEvent, key: string): void {
    const begun = this.begun.get(key);
    if (outcome === null) {
      this.begun.set(key, time);
      return;
    }
    this.begun.delete(key);
    // A for_each action ends when its items have; it was no attempt of its own.
    if (isFan && begun === undefined) return;
    const type = { [ATTRIBUTE.actionType]: actionType };
    const attributes = { ...type, [ATTRIBUTE.actionOutcome]: outcome };
    if (outcome !== "waiting") this.counters.actionAttempts.add(1, attributes);
    if (error !== undefined) this.counters.actionFailures.add(1, { ...type, ...errorType(error) });
    if (begun !== undefined) this.actionDuration.record((time - begun) / MS_PER_SECOND, attributes);
  }
}

type CounterName = {
  [Name in keyof typeof INSTRUMENT]: (typeof INSTRUMENT)[Name]["kind"] extends "counter" ? Name : never;
}[keyof typeof INSTRUMENT];

function counter(meter: Meter, { name, unit, description }: Instrument): Counter {
  return meter.createCounter(name, { unit, description });
}

function histogram(meter: Meter, { name, unit, description }: Instrument): Histogram {
  const advice = { explicitBucketBoundaries: [...BOUNDS] };
  return meter.createHistogram(name, { unit, description, advice });
}

function gauge(
  meter: Meter,
  { name, unit, description }: Instrument,
  read: ObservableCallback,
): readonly [ObservableGauge, ObservableCallback] {
  const observable = meter.createObservableGauge(name, { unit, description });
  observable.addCallback(read);
  return [observable, read];
}

function errorType({ code }: Failure): Attributes {
  return { [ATTRIBUTE.errorType]: code };
}
