import {
  ACTION_INTERCEPTOR,
  COMMIT_OBSERVER,
  definePlugin,
  type PluginFactory,
  TRACE_STARTER,
} from "@tutti/core";
import type { z } from "zod";
import { type CheckedOptions, type OtelOptions, optionsSchema } from "./options";
import { TELEMETRY, Telemetry } from "./telemetry";
import { version } from "./version";

/**
 * The plugin that traces and measures executions with OpenTelemetry. It speaks to the SDK that the application has
 * registered, and does nothing while there is none.
 *
 * Throws `INVALID_OPTIONS` when the options do not fit.
 *
 * @example
 * const orchestrator = await createOrchestrator({ plugins: [otel()] });
 */
export const otel: PluginFactory<z.ZodType<CheckedOptions, OtelOptions | undefined>> = definePlugin({
  name: "@tutti/plugin-otel",
  version,
  options: optionsSchema,
  register(container, options) {
    const telemetry = new Telemetry(options);
    container.register(TELEMETRY, { useValue: telemetry });
    container.register(COMMIT_OBSERVER, { useValue: telemetry.observe });
    const { traces } = telemetry;
    if (traces === undefined) return;
    container.register(ACTION_INTERCEPTOR, { useValue: traces.intercept });
    container.register(TRACE_STARTER, { useValue: traces.start });
  },
  start: (resolver) => resolver.resolve(TELEMETRY).start(resolver),
  stop: (resolver) => resolver.resolve(TELEMETRY).stop(),
});
