import { workflowJsonSchema } from "@tutti/core";
import { z } from "zod";
import type { Route } from "../http/route";
import { problemSchema } from "../schemas/common";
import { storedFields } from "../schemas/workflows";
import { version } from "../version";
import { type JsonSchema, SchemaCollection, without } from "./json-schema";
import { toOperation } from "./operation";

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly tags: readonly JsonSchema[];
  readonly security: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & JsonSchema;
}

const TAGS: Readonly<Record<string, string>> = {
  workflows: "Definitions, and their revisions.",
  executions: "Starting executions, looking at them and steering them.",
  events: "What happens, as CloudEvents.",
  operations: "What is installed, how much there is, and how the server is.",
};

/** The document of the given routes. It is made from the schemas that the routes check with. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const collection = new SchemaCollection();
  collection.add(problemSchema);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const path = route.path.replace("*}", "}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route, collection) };
  }
  addDefinition(collection);
  return {
    openapi: "3.1.0",
    info: {
      title: "Tutti",
      version,
      description: "Starts and watches executions of workflows.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, {}],
    paths,
    components: {
      schemas: sorted(collection.schemas),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API key or a JWT. Not needed on loopback.",
        },
      },
    },
  };
}

/** The core publishes the definition's schema; a stored workflow has its fields too. */
function addDefinition(collection: SchemaCollection): void {
  const hoisted = collection.hoist(without(workflowJsonSchema(), "$id", "$schema"));
  const stored = z.toJSONSchema(z.object(storedFields));
  const properties = { ...(hoisted.properties as JsonSchema), ...stored.properties };
  collection.schemas.WorkflowDefinition = hoisted;
  collection.schemas.Workflow = {
    ...hoisted,
    title: "Stored workflow",
    description: "A stored workflow: its definition, and what the store knows of it.",
    properties,
    required: ["name", ...(stored.required ?? [])],
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
