import type { ActionError, Json } from "@tutti/core";
import type { MeshListener } from "../events";
import type { ServiceMeshOptions } from "../options";
import { createServiceMesh } from "../service-mesh";
import type { RequestOptions, ServiceMesh, ServiceResponse } from "../types";
import { startServer } from "./server";

const meshes: ServiceMesh[] = [];

/** Makes a mesh that is closed by {@link closeMeshes}. */
export function meshOf(options: ServiceMeshOptions): ServiceMesh {
  const mesh = createServiceMesh(options);
  meshes.push(mesh);
  return mesh;
}

/** Closes all meshes of {@link meshOf}: for `afterEach`. */
export async function closeMeshes(): Promise<void> {
  await Promise.all(meshes.splice(0).map((mesh) => mesh.close()));
}

/** Collects the changes of state, as `instance.ejected http://…`. */
export function collector(): { readonly events: string[]; readonly onStateChange: MeshListener } {
  const events: string[] = [];
  return { events, onStateChange: ({ type, instance = "" }) => events.push(`${type} ${instance}`.trim()) };
}

/** A loopback URL where nothing listens: connections are refused. */
export async function closedUrl(): Promise<string> {
  const server = await startServer(() => undefined);
  await server.close();
  return server.url;
}

type ServiceOptions = NonNullable<ServiceMeshOptions["services"]>[string];

/** A request to a service called `api`. */
export interface ApiRequest extends RequestOptions {
  readonly method?: string;
  readonly endpoint?: string;
  readonly parameters?: Json;
}

/** Makes one request to a service called `api` that is configured so. */
export function request(service: ServiceOptions, call: ApiRequest = {}): Promise<ServiceResponse> {
  const { method = "GET", endpoint = "/", parameters, ...options } = call;
  return meshOf({ services: { api: service } })
    .getClient("api")
    .makeRequest(method, endpoint, parameters, options);
}

/** What a promise rejects with; a test fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<ActionError> {
  try {
    await promise;
  } catch (error) {
    return error as ActionError;
  }
  throw new Error("it did not reject");
}
