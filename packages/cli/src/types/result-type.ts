import type { WorkflowAction, WorkflowDefinition } from "@tutti/core";
import { type Json, splitTemplate } from "@tutti/core/plugin";
import type { JsonSchema } from "../render/json-fields";
import { parameterType } from "./parameter-types";
import { schemaAt, schemaType } from "./schema-type";
import {
  arrayType,
  literalType,
  type Member,
  objectType,
  type TypeText,
  unionType,
  UNKNOWN,
} from "./type-text";

/** The JSON Schemas of what actions give, by type. A type that says nothing about it is left out. */
export type OutputSchemas = ReadonlyMap<string, JsonSchema>;

const PATH = /^\$?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** What every execution can say of itself. */
const VARIABLES: Readonly<Record<string, TypeText>> = {
  "$execution.execution_id": "string",
  "$execution.correlation_id": "string",
  "$execution.created_by": "string",
  "$execution.created_at": "string",
  "$workflow.workflow_id": "string",
  "$workflow.name": "string",
  "$workflow.revision": "number",
};

/**
 * The members of a workflow's result, as far as they can be told: literals, text around templates,
 * parameters, and plain paths into what actions give. An expression that computes is `unknown`.
 */
export function resultMembers(definition: WorkflowDefinition, schemas: OutputSchemas): Member[] {
  const types = new ResultTypes(definition, schemas);
  return Object.entries(definition.outputs ?? {}).map(([name, template]) => ({
    name,
    type: types.ofTemplate(template),
  }));
}

class ResultTypes {
  private readonly names: ReadonlyMap<string, (path: readonly string[]) => TypeText>;

  constructor(
    { actions, parameters }: WorkflowDefinition,
    private readonly schemas: OutputSchemas,
  ) {
    this.names = new Map([
      ...parameters.map(
        (one) =>
          [
            one.name,
            (path: readonly string[]) => (path.length === 0 ? parameterType(one) : UNKNOWN),
          ] as const,
      ),
      ...actions.map(
        (one) => [one.action_id, (path: readonly string[]) => this.ofAction(one, path)] as const,
      ),
    ]);
  }

  ofTemplate(template: Json): TypeText {
    if (typeof template === "string") return this.ofText(template);
    if (typeof template !== "object" || template === null) return literalType(template);
    if (Array.isArray(template)) {
      return `readonly [${(template as readonly Json[]).map((one) => this.ofTemplate(one)).join(", ")}]`;
    }
    return objectType(Object.entries(template).map(([name, one]) => ({ name, type: this.ofTemplate(one) })));
  }

  private ofText(text: string): TypeText {
    const split = splitTemplate(text);
    if (!split.ok) return UNKNOWN;
    const { expressions, literals } = split.value;
    const [only] = expressions;
    if (only === undefined) return literalType(text);
    // A text that is one template gives the value itself.
    const isWhole = expressions.length === 1 && literals.every((literal) => literal === "");
    return isWhole ? this.ofExpression(only) : "string";
  }

  private ofExpression(expression: string): TypeText {
    if (!PATH.test(expression) || ["true", "false", "null"].includes(expression))
      return literalOf(expression);
    const [root = "", ...path] = expression.split(".");
    return VARIABLES[expression] ?? this.names.get(root)?.(path) ?? UNKNOWN;
  }

  private ofAction(action: WorkflowAction, path: readonly string[]): TypeText {
    const schema = this.schemas.get(action.action_type);
    // What a path over a list gives depends on how many items there are.
    if (schema === undefined || (action.for_each !== undefined && path.length > 0)) return UNKNOWN;
    const found = schemaAt(schema, path);
    if (found === undefined) return UNKNOWN;
    const type = schemaType(found, schema);
    const orNull = (one: TypeText): TypeText => (mayFail(action) ? unionType([one, "null"]) : one);
    const whole = action.for_each === undefined ? orNull(type) : arrayType(orNull(type));
    return mayBeSkipped(action) ? unionType([whole, "null"]) : whole;
  }
}

/** A number, a text or another value of JSON that stands in an expression. */
function literalOf(expression: string): TypeText {
  try {
    return literalType(JSON.parse(expression) as Json);
  } catch {
    return UNKNOWN;
  }
}

function mayFail({ on_error }: WorkflowAction): boolean {
  return on_error === "continue";
}

/** Skipped actions, like failed ones that are continued, read as null. */
function mayBeSkipped({ condition, depends_on = [] }: WorkflowAction): boolean {
  return condition !== undefined || depends_on.some((dependency) => typeof dependency !== "string");
}
