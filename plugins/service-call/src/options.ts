import { type ServiceMesh, type ServiceMeshConfig, serviceMeshConfig } from "@tutti/service-mesh";
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
}

const mesh = z.custom<ServiceMesh>(
  isServiceMesh,
  "it is no service mesh: it needs getClient(), status() and close()",
);

/** Checks the options and fills in the defaults. */
export const optionsSchema = serviceMeshConfig
  .extend({ mesh: mesh.optional() })
  .superRefine((options, context) => {
    const configured = Object.keys(options.services).length + options.allowed_hosts.length > 0;
    if (options.mesh === undefined || !configured) return;
    context.addIssue({
      code: "custom",
      path: ["mesh"],
      message: "it knows its services itself: give either mesh, or services and allowed_hosts",
    });
  });

/** The options with their defaults. */
export type CheckedOptions = z.output<typeof optionsSchema>;

function isServiceMesh(value: unknown): boolean {
  const { getClient, status, close } = (value ?? {}) as Partial<Record<string, unknown>>;
  return [getClient, status, close].every((method) => typeof method === "function");
}
