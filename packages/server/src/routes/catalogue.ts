import { type InstalledAction, type Orchestrator, token } from "@tutti/core";
import { z } from "zod";
import { ROOT } from "../http/root";
import { type Route, route } from "../http/route";
import { actionListSchema, serviceListSchema } from "../schemas/operations";
import type { RouteParts } from "./parts";

/** What the service mesh registers, as far as it is told here. */
const SERVICE_MESH = token<{ status(): object }>("service-mesh");

/** What is installed. */
export function catalogueRoutes({ orchestrator }: RouteParts): readonly Route[] {
  return [
    route({
      method: "GET",
      path: `${ROOT}/actions`,
      scope: "read",
      operationId: "listActions",
      tag: "operations",
      summary: "The installed action types, with what they take and give.",
      responses: { 200: { description: "All of them, by type.", schema: actionListSchema } },
      handle: () => ({ status: 200, body: actionsOf(orchestrator) }),
    }),
    route({
      method: "GET",
      path: `${ROOT}/services`,
      scope: "read",
      operationId: "listServices",
      tag: "operations",
      summary: "The status of the service mesh: services, instances, breakers.",
      responses: { 200: { description: "The status.", schema: serviceListSchema } },
      handle: () => {
        const meshes = orchestrator.container.resolveAll(SERVICE_MESH);
        return { status: 200, body: { meshes: meshes.map((mesh) => mesh.status()) } };
      },
    }),
  ];
}

const known = new WeakMap<Orchestrator, { readonly actions: readonly object[] }>();

/** The catalogue never changes, and its schemas take a while to write. */
function actionsOf(orchestrator: Orchestrator): { readonly actions: readonly object[] } {
  const found = known.get(orchestrator) ?? { actions: orchestrator.actions.map(toBody) };
  known.set(orchestrator, found);
  return found;
}

function toBody(action: InstalledAction): object {
  const { config, description, errors = [], examples = [], output, plugin, type } = action;
  return {
    type,
    description,
    config: toSchema(config, "input"),
    output: output === undefined ? null : toSchema(output, "output"),
    examples,
    errors,
    plugin,
  };
}

function toSchema(schema: z.ZodType, io: "input" | "output"): object {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}
