import type { WorkflowAction } from "../definition";
import { formatPath, type Issue, issue } from "../errors";
import {
  type CompiledExpression,
  type CompiledTemplate,
  compileCondition,
  compileTemplate,
  type ExpressionProblem,
  type Reference,
} from "../expression";
import type { Json, JsonObject } from "../json/json";
import type { ActionDescriptor } from "../plugin/index";

/** The path of a place in the definition. */
export type Path = readonly (string | number)[];

/** References of one expression, with where it stands and what it may see. */
export interface ReferenceSite {
  readonly references: readonly Reference[];
  readonly path: Path;
  /** Is `$item`, `$index` known here? */
  readonly inItem: boolean;
  /** Does a reference to an action make this action wait for it? */
  readonly implies: boolean;
}

/** An action's compiled expressions. */
export interface ActionTemplates {
  readonly condition: CompiledExpression | null;
  readonly forEach: CompiledTemplate | null;
  readonly config: CompiledTemplate;
  readonly compensation: CompiledTemplate | null;
  readonly sites: readonly ReferenceSite[];
}

/** Collects what a pass finds wrong. */
export type Report = (found: Issue) => void;

const NOTHING: CompiledTemplate = { source: null, references: [], constant: true, resolve: () => null };

/** Compiles the templates of an action; problems are reported, and stand in the result as a constant null. */
export class TemplateCompiler {
  constructor(
    private readonly report: Report,
    private readonly descriptorOf: (type: string) => ActionDescriptor | undefined,
  ) {}

  /** Compiles everything of one action. `path` is the action's own. */
  action(action: WorkflowAction, path: Path): ActionTemplates {
    const { condition, for_each, compensate } = action;
    const inItem = for_each !== undefined;
    const compiled = {
      condition: condition === undefined ? null : this.condition(condition, [...path, "condition"]),
      forEach: for_each === undefined ? null : this.template(for_each, [...path, "for_each"]),
      config: this.config(action, path),
      compensation: compensate === undefined ? null : this.config(compensate, [...path, "compensate"]),
    };
    const site = (part: { readonly references: readonly Reference[] } | null, key: string) => (options: Pick<ReferenceSite, "inItem" | "implies">) =>
      part === null ? [] : [{ references: part.references, path: [...path, key], ...options }];
    return {
      ...compiled,
      sites: [
        ...site(compiled.condition, "condition")({ inItem: false, implies: true }),
        ...site(compiled.forEach, "for_each")({ inItem: false, implies: true }),
        ...site(compiled.config, "config")({ inItem, implies: true }),
        ...site(compiled.compensation, "compensate")({ inItem, implies: false }),
      ],
    };
  }

  /** Compiles a JSON tree whose strings may hold templates. */
  template(source: Json, path: Path): CompiledTemplate {
    const compiled = compileTemplate(source);
    if (compiled.ok) return compiled.value;
    for (const problem of compiled.problems) this.reportProblem(problem, path);
    return NOTHING;
  }

  private condition(source: string | boolean, path: Path): CompiledExpression | null {
    const compiled = compileCondition(String(source));
    if (compiled.ok) return compiled.value;
    this.reportProblem(compiled.problem, path);
    return null;
  }

  private config(action: { readonly action_type: string; readonly config?: JsonObject | undefined }, path: Path): CompiledTemplate {
    const config = action.config ?? {};
    const fields = this.descriptorOf(action.action_type)?.expressions ?? [];
    return this.template(fields.length === 0 ? config : withBraces(config, fields), [...path, "config"]);
  }

  private reportProblem({ expression, path: inner, position, reason, hint }: ExpressionProblem, path: Path): void {
    const place = formatPath([...path, ...inner]);
    const params = {
      expression,
      reason,
      ...(position === undefined ? {} : { position }),
      ...(hint === undefined ? {} : { hint }),
    };
    this.report(issue("INVALID_EXPRESSION", place, params));
  }
}

/** A field that is an expression is compiled as the template that holds nothing else. */
function withBraces(config: JsonObject, fields: readonly string[]): JsonObject {
  const braced = fields
    .filter((field) => typeof config[field] === "string")
    .map((field) => [field, asTemplate(config[field] as string)] as const);
  return { ...config, ...Object.fromEntries(braced) };
}

function asTemplate(text: string): string {
  return text.trim().startsWith("{{") ? text : `{{${text}}}`;
}
