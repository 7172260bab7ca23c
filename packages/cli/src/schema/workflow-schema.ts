import { type InstalledAction, workflowJsonSchema } from "@tutti/core";
import type { JsonSchema } from "../render/json-fields";
import { configSchemaOf } from "./config-schema";
import { TEMPLATE } from "./templates";
import { when } from "./variants";
import { without } from "./without";

/** The kinds of things in a definition that have an `action_type` and a `config`. */
const CONFIGURED = ["Action", "Compensation"] as const;

/**
 * The JSON Schema (draft 2020-12) of workflow files, with the configs of the installed action types: for
 * editors, which complete and check with it. What takes more than a schema, such as names in templates, is
 * left to `tutti validate`.
 */
export function workflowFileSchema(actions: readonly InstalledAction[]): JsonSchema {
  // It tells where the schema of the core is, which knows no plugin.
  const schema = without(workflowJsonSchema(), "$id");
  const inOrder = actions.toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const configs = inOrder.map((action) => configDefinition(action));
  const configured = CONFIGURED.map(
    (name) => [name, withTypes(schema.$defs?.[name] ?? {}, inOrder)] as const,
  );
  return {
    ...schema,
    title: "Tutti workflow, with the installed action types",
    $defs: {
      ...schema.$defs,
      ...Object.fromEntries(configured),
      ActionConfig: { allOf: configs.map(({ rule }) => rule) },
      Template: TEMPLATE,
      ...Object.fromEntries(configs.map(({ name, schema: config }) => [name, config])),
    },
  };
}

interface ConfigDefinition {
  readonly name: string;
  readonly schema: JsonSchema;
  /** What a config of this type has to fit. */
  readonly rule: JsonSchema;
}

function configDefinition(action: InstalledAction): ConfigDefinition {
  const name = `Config_${action.type}`;
  const place = `#/$defs/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
  const { isRequired, schema } = configSchemaOf(action, place);
  const rule = when("action_type", action.type, {
    properties: { config: { $ref: place } },
    ...(isRequired ? { required: ["config"] } : {}),
  });
  return {
    name,
    schema: { title: `config of ${action.type}`, description: action.description, ...schema },
    rule,
  };
}

function withTypes(schema: JsonSchema, actions: readonly InstalledAction[]): JsonSchema {
  const types = {
    ...schema.properties?.["action_type"],
    enum: actions.map(({ type }) => type),
    enumDescriptions: actions.map(({ description, plugin }) => `${description} (${plugin})`),
  };
  // What a config can hold follows from its type; an editor would suggest whatever may stand here.
  const config = without(schema.properties?.["config"] ?? {}, "additionalProperties", "propertyNames");
  return {
    ...schema,
    properties: { ...schema.properties, action_type: types, config },
    allOf: [{ $ref: "#/$defs/ActionConfig" }],
  };
}
