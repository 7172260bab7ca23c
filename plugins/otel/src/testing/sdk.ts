import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/** The real SDK, which keeps in memory what it would export. */
export interface TestSdk {
  /** The spans that have ended, in that order. */
  spans(): ReadableSpan[];
  /** What was measured under a name so far, each with its attributes. */
  measured(name: string): Promise<DataPoint<unknown>[]>;
  /** Units and descriptions of what was measured so far, by name. */
  described(): Promise<Record<string, { unit: string; description: string }>>;
  unregister(): Promise<void>;
}

/** Registers the SDK for the whole process, as an application does. */
export function registerSdk(): TestSdk {
  const spans = new InMemorySpanExporter();
  const traces = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 });
  const meters = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(traces);
  metrics.setGlobalMeterProvider(meters);
  const collect = async () => {
    const { resourceMetrics } = await reader.collect();
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  };
  return {
    spans: () => spans.getFinishedSpans(),
    async measured(name) {
      const found = (await collect()).find(({ descriptor }) => descriptor.name === name);
      return [...(found?.dataPoints ?? [])];
    },
    async described() {
      const all = await collect();
      return Object.fromEntries(
        all.map(({ descriptor: { name, unit, description } }) => [name, { unit, description }]),
      );
    },
    async unregister() {
      trace.disable();
      metrics.disable();
      context.disable();
      await Promise.all([traces.shutdown(), meters.shutdown()]);
    },
  };
}
