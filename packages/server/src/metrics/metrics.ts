import type { CloudEvent, EventStream, Orchestrator } from "@tutti/core";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { loadOf } from "../routes/statistics";

/** What the metrics are taken from. */
export interface MetricSources {
  readonly orchestrator: Orchestrator;
  /** How many event streams are open. */
  readonly openStreams: () => number;
}

/** A request that was answered. */
export interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

const DURATIONS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600];

/** Counts what happens, for Prometheus. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: "tutti_http_requests_total",
    help: "Requests that were answered.",
    labelNames: ["method", "route", "status"],
    registers: [this.registry],
  });
  private readonly requestSeconds = new Histogram({
    name: "tutti_http_request_seconds",
    help: "How long answers took.",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
    registers: [this.registry],
  });
  private readonly executions = new Counter({
    name: "tutti_executions_total",
    help: "Executions by what happened to them in this process: created, completed, failed, cancelled.",
    labelNames: ["status"],
    registers: [this.registry],
  });
  private readonly executionSeconds = new Histogram({
    name: "tutti_execution_seconds",
    help: "How long executions took, from their creation to their end.",
    labelNames: ["status"],
    buckets: DURATIONS,
    registers: [this.registry],
  });

  constructor({ openStreams, orchestrator }: MetricSources) {
    const gauge = gaugesIn(this.registry);
    gauge(
      "tutti_executions_pending",
      "Executions that wait for their turn.",
      () => loadOf(orchestrator).pending,
    );
    gauge("tutti_executions_running", "Executions at work.", () => loadOf(orchestrator).running);
    gauge("tutti_event_streams", "Event streams that are open.", openStreams);
    gauge("process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());
    gauge("process_cpu_seconds_total", "CPU time.", () => {
      const { system, user } = process.cpuUsage();
      return (system + user) / 1e6;
    });
  }

  /** Counts executions until the function that it gives is called. */
  follow(events: EventStream): () => void {
    const types = ["created", "completed", "failed", "cancelled"].map((what) => `execution.${what}`);
    return events.subscribe({ types }, (event) => this.count(event));
  }

  /** Counts a request. */
  answered({ method, route, seconds, status }: Answered): void {
    this.requests.inc({ method, route, status });
    this.requestSeconds.observe({ method, route }, seconds);
  }

  /** Everything, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private count({ executionid = "", time, type }: CloudEvent): void {
    const status = type.replace("tutti.execution.", "");
    this.executions.inc({ status });
    const created = createdAt(executionid);
    if (status === "created" || created === undefined) return;
    this.executionSeconds.observe({ status }, Math.max(0, Date.parse(time) - created) / 1000);
  }
}

function gaugesIn(registry: Registry) {
  return (name: string, help: string, read: () => number): void => {
    const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
  };
}

/** When an execution was created (ms), which a UUIDv7 begins with. */
function createdAt(executionId: string): number | undefined {
  const [, high, low] = /^([\da-f]{8})-([\da-f]{4})-7/i.exec(executionId) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}
