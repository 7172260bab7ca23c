import { monitorEventLoopDelay } from "node:perf_hooks";
import type { CloudEvent, EventStream } from "@tutti/core";
import { type Durations, durationsOf } from "./statistics";

/** What a {@link PerformanceMonitor} has seen. Durations are seconds of the orchestrator's clock. */
export interface PerformanceResults {
  /** Executions by how they ended, and how long they took from their start. */
  readonly executions: { readonly ended: Readonly<Record<string, number>>; readonly seconds: Durations };
  /** How long attempts of each action took, by action_id. */
  readonly actions: Readonly<Record<string, Durations>>;
  readonly process: {
    /** Real seconds that were watched. */
    readonly seconds: number;
    /** CPU seconds of this process, a real second. */
    readonly cpu: number;
    /** How much the heap has grown, in bytes; less than 0 when it was swept. */
    readonly heap_growth_bytes: number;
    /** How long the event loop was held up at most, in ms. */
    readonly longest_delay_ms: number;
  };
}

/** Measures what goes through an orchestrator while a test runs. */
export interface PerformanceMonitor {
  /** What was seen so far. */
  results(): PerformanceResults;
  /** Writes it as a table; by default to the console. */
  print(write?: (text: string) => void): void;
  /** Stops watching. The results stay. */
  stop(): void;
}

/**
 * Begins to watch an orchestrator's events and this process.
 *
 * @example
 * const monitor = monitorPerformance(events);
 * await work();
 * monitor.stop();
 * monitor.print();
 */
export function monitorPerformance(events: EventStream): PerformanceMonitor {
  const spans = new Spans();
  const leave = events.subscribe({}, (event) => spans.note(event));
  const watch = watchProcess();
  const results = (): PerformanceResults => ({ ...spans.results(), process: watch.results() });
  return {
    results,
    print: (write = console.log) => write(tableOf(results())),
    stop() {
      leave();
      watch.stop();
    },
  };
}

const ACTION_ENDS = /^tutti\.(action|item)\.(completed|failed|cancelled)$/;
const EXECUTION_ENDS = /^tutti\.execution\.(completed|failed|cancelled)$/;

/** From the begin of something to its end, as events tell. */
class Spans {
  private readonly begun = new Map<string, number>();
  private readonly ended: Record<string, number> = {};
  private readonly executions: number[] = [];
  private readonly actions = new Map<string, number[]>();

  note(event: CloudEvent): void {
    const { type, time, executionid = "", subject } = event;
    const { index } = (event.data ?? {}) as { readonly index?: number };
    const key = `${executionid} ${subject ?? ""} ${index ?? ""}`;
    if (type.endsWith(".started")) this.begun.set(key, Date.parse(time));
    const how = EXECUTION_ENDS.exec(type)?.[1];
    if (how !== undefined) this.endExecution(how, this.since(key, time));
    else if (ACTION_ENDS.test(type) && subject !== undefined) this.endAction(subject, this.since(key, time));
  }

  results(): Omit<PerformanceResults, "process"> {
    const actions = [...this.actions].map(([id, ms]) => [id, durationsOf(ms)] as const);
    const executions = { ended: { ...this.ended }, seconds: durationsOf(this.executions) };
    return { executions, actions: Object.fromEntries(actions) };
  }

  private endExecution(how: string, ms: number | undefined): void {
    this.ended[how] = (this.ended[how] ?? 0) + 1;
    if (ms !== undefined) this.executions.push(ms);
  }

  private endAction(id: string, ms: number | undefined): void {
    if (ms !== undefined) this.actions.set(id, [...(this.actions.get(id) ?? []), ms]);
  }

  /** Undefined for what had begun before it was watched. */
  private since(key: string, time: string): number | undefined {
    const begun = this.begun.get(key);
    this.begun.delete(key);
    return begun === undefined ? undefined : Date.parse(time) - begun;
  }
}

const NS_PER_MS = 1e6;

function watchProcess(): {
  readonly results: () => PerformanceResults["process"];
  readonly stop: () => void;
} {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const heap = process.memoryUsage().heapUsed;
  let last: PerformanceResults["process"] | undefined;
  const measure = (): PerformanceResults["process"] => {
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return {
      seconds,
      cpu: (user + system) / 1e6 / seconds,
      heap_growth_bytes: process.memoryUsage().heapUsed - heap,
      longest_delay_ms: delay.max / NS_PER_MS,
    };
  };
  return {
    results: () => last ?? measure(),
    stop() {
      last ??= measure();
      delay.disable();
    },
  };
}

function tableOf({ executions, actions, process: used }: PerformanceResults): string {
  const ended = Object.entries(executions.ended).map(([how, count]) => `${count} ${how}`);
  const rows = [["all executions", executions.seconds] as const, ...Object.entries(actions)];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `Executions: ${ended.join(", ") || "none"}`,
    ...rows.map(([name, seconds]) => `  ${name.padEnd(width)}  ${describe(seconds)}`),
    `Process: ${used.seconds.toFixed(2)} s, ${(used.cpu * 100).toFixed(0)} % CPU, ` +
      `heap ${(used.heap_growth_bytes / 1e6).toFixed(1)} MB more, event loop held up ${used.longest_delay_ms.toFixed(1)} ms at most`,
  ].join("\n");
}

function describe({ count, mean, p95, max }: Durations): string {
  return `${count} × mean ${mean.toFixed(3)} s, 95 % within ${p95.toFixed(3)} s, max ${max.toFixed(3)} s`;
}
