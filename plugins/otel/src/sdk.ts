import {
  createNoopMeter,
  type Meter,
  metrics,
  ProxyTracerProvider,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { SCOPE } from "./names";
import { version } from "./version";

/** The tracer of the SDK that the application has registered, or undefined while it has registered none. */
export function sdkTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  // Without an SDK a tracer gives spans that borrow their parent's ids; nothing is to be handed on under those.
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(SCOPE, version)
    : provider.getTracer(SCOPE, version);
}

/** The meter of the SDK that the application has registered, or undefined while it has registered none. */
export function sdkMeter(): Meter | undefined {
  const meter = metrics.getMeter(SCOPE, version);
  return meter === createNoopMeter() ? undefined : meter;
}
