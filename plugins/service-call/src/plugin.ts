import {
  definePlugin,
  EVENT_PUBLISHER,
  type PluginFactory,
  type Resolver,
  SECRET_PROVIDER,
  type SecretProvider,
  token,
} from "@tutti/core";
import { createServiceMesh, SERVICE_MESH, type ServiceMesh, serviceProblem } from "@tutti/service-mesh";
import type { z } from "zod";
import { serviceCallAction } from "./action";
import { ChangeFeed } from "./change-feed";
import { type CheckedOptions, optionsInEnvironment, type ServiceCallOptions } from "./options";
import { version } from "./version";

// The mesh that this plugin makes, also when SERVICE_MESH was overridden: it closes this one only.
const OWN_MESH = token<ServiceMesh>("plugin-service-call:mesh");

const CHANGE_FEED = token<ChangeFeed>("plugin-service-call:change-feed");

/**
 * The plugin that brings the action `service_call`, and the service mesh behind it.
 *
 * Throws `INVALID_OPTIONS` when the options do not fit.
 *
 * @example
 * const orchestrator = await createOrchestrator({
 *   plugins: [serviceCall({ services: { analysis_service: { url: "http://127.0.0.1:7001" } } })],
 * });
 */
export const serviceCall: PluginFactory<z.ZodType<CheckedOptions, ServiceCallOptions>> = definePlugin({
  name: "@tutti/plugin-service-call",
  version,
  options: optionsInEnvironment as z.ZodType<CheckedOptions, ServiceCallOptions>,
  actions: (options) => [serviceCallAction(problemsOf(options))],
  register(container, { mesh, onStateChange, ...config }) {
    if (mesh === undefined) {
      container.register(CHANGE_FEED, { useValue: new ChangeFeed() });
      container.register(OWN_MESH, {
        useFactory: (resolver) =>
          createServiceMesh({
            ...config,
            secrets: providedSecrets(resolver),
            onStateChange(change) {
              resolver.resolve(CHANGE_FEED).take(change);
              onStateChange?.(change);
            },
          }),
      });
      container.register(SERVICE_MESH, { useFactory: (resolver) => resolver.resolve(OWN_MESH) });
    } else {
      container.register(SERVICE_MESH, { useValue: mesh });
    }
  },
  start(resolver, { mesh }) {
    if (mesh === undefined) resolver.resolve(CHANGE_FEED).start(resolver.resolve(EVENT_PUBLISHER));
  },
  async stop(resolver, { mesh }) {
    if (mesh !== undefined) return;
    await resolver.resolve(OWN_MESH).close();
    await resolver.resolve(CHANGE_FEED).stop();
  },
});

// For requests that bring no secrets: health checks, and other plugins. An action brings its own.
function providedSecrets(resolver: Resolver): SecretProvider {
  return {
    async get(name) {
      for (const provider of resolver.resolveAll(SECRET_PROVIDER).toReversed()) {
        const value = await provider.get(name);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

// Without services of its own the plugin can't know which ones there are: a mesh that was given knows
// others, and tests override SERVICE_MESH.
function problemsOf(options: CheckedOptions): ((service: string) => string | undefined) | undefined {
  if (Object.keys(options.services).length === 0) return undefined;
  // It becomes part of a sentence that has its own full stop.
  return (service) => serviceProblem(options, service)?.message.replace(/\.$/, "");
}
