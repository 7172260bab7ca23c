import {
  createNoopMeter,
  type Meter,
  metrics,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import { SCOPE } from "./names";
import { version } from "./version";

/** The API's own provider stands in front of that of an SDK, and says whether there is one. */
interface Standing extends TracerProvider {
  getDelegateTracer?(name: string, version: string): Tracer | undefined;
}

/** The tracer of the SDK that the application has registered, or undefined while it has registered none. */
export function sdkTracer(): Tracer | undefined {
  const provider: Standing = trace.getTracerProvider();
  // Without an SDK a tracer gives spans that borrow their parent's ids; nothing is to be handed on under those.
  return provider.getDelegateTracer === undefined
    ? provider.getTracer(SCOPE, version)
    : provider.getDelegateTracer(SCOPE, version);
}

/** The meter of the SDK that the application has registered, or undefined while it has registered none. */
export function sdkMeter(): Meter | undefined {
  const meter = metrics.getMeter(SCOPE, version);
  return meter === createNoopMeter() ? undefined : meter;
}
