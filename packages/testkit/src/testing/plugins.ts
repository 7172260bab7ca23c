import { defineAction, definePlugin, type Json, type Plugin } from "@tutti/core";
import { SERVICE_MESH } from "@tutti/service-mesh";
import { z } from "zod";

// The testkit knows no plugin, so its own tests have small ones with the same action types.

/** Says its message. */
export function notification(): Plugin {
  const action = defineAction({
    type: "notification",
    description: "Says its message.",
    config: z.looseObject({ message: z.string().describe("What to say.") }),
    output: z.object({ message: z.string() }),
    execute: ({ message }) => ({ message }),
  });
  return definePlugin({ name: "notification", version: "1.0.0", actions: [action] })();
}

/** Calls a service through the mesh behind the token. */
export function services(): Plugin {
  const action = defineAction({
    type: "service_call",
    description: "Calls a service.",
    config: z.object({
      service: z.string(),
      endpoint: z.string(),
      method: z.string(),
      parameters: z.json().optional(),
    }),
    inject: { mesh: SERVICE_MESH },
    execute: async ({ service, endpoint, method, parameters }, { mesh }, { signal, idempotencyKey }) =>
      mesh.getClient(service).makeRequest(method, endpoint, parameters as Json, { signal, idempotencyKey }),
  });
  return definePlugin({ name: "services", version: "1.0.0", actions: [action] })();
}
