import {
  type MeshListener,
  type ServiceMesh,
  type ServiceMeshConfig,
  serviceMeshConfig,
  ServiceRegistry,
  withEnvironment,
} from "@tutti/service-mesh";
import { z } from "zod";

/**
 * The options of `serviceCall`: either what a mesh is made from, or a mesh.
 *
 * @example
 * serviceCall({ services: { analysis_service: { url: "http://127.0.0.1:7001", timeout_seconds: 60 } } });
 */
export interface ServiceCallOptions extends ServiceMeshConfig {
  /** Used as it is, and closed by whoever made it: for tests and for meshes of your own. */
  readonly mesh?: ServiceMesh | undefined;
  /** Where the instances of services with `registration: true` announce themselves. */
  readonly registry?: ServiceRegistry | undefined;
  /** Gets each change of state: instances, breakers, discovery. */
  readonly onStateChange?: MeshListener | undefined;
}

const mesh = z.custom<ServiceMesh>(
  isServiceMesh,
  "it is no service mesh: it needs getClient(), status() and close()",
);

const registry = z.custom<ServiceRegistry>(
  (value) => value instanceof ServiceRegistry,
  "it is no registry: make one with new ServiceRegistry()",
);

const listener = z.custom<MeshListener>((value) => typeof value === "function", "it is no function");

/** Checks the options and fills in the defaults. */
export const optionsSchema = serviceMeshConfig
  .extend({
    mesh: mesh.optional(),
    registry: registry.optional(),
    onStateChange: listener.optional(),
  })
  .superRefine((options, context) => {
    const { mesh: given, services, allowed_hosts: hosts, ...others } = options;
    const isConfigured = Object.keys(services).length + hosts.length > 0;
    const hasOthers = Object.values(others).some((value) => value !== undefined);
    if (given === undefined || !(isConfigured || hasOthers)) return;
    context.addIssue({
      code: "custom",
      path: ["mesh"],
      message: "it knows its services itself: give either mesh, or the other options",
    });
  });

/** The same, with the services that the environment names: `TUTTI_SERVICE_<NAME>_URL`. */
export const optionsInEnvironment = z.preprocess(
  (given) => (hasOwnServices(given) ? withEnvironment(given, process.env) : given),
  optionsSchema,
);

/** The options with their defaults. */
export type CheckedOptions = z.output<typeof optionsSchema>;

// A mesh that was given knows its services itself.
function hasOwnServices(given: unknown): given is ServiceCallOptions {
  return typeof given === "object" && given !== null && (given as ServiceCallOptions).mesh === undefined;
}

function isServiceMesh(value: unknown): boolean {
  const { getClient, status, close } = (value ?? {}) as Partial<Record<string, unknown>>;
  return [getClient, status, close].every((method) => typeof method === "function");
}
