import { TuttiError } from "../errors";
import {
  type CompiledExpression,
  compileCondition,
  compileTemplate,
  type CompiledTemplate,
  type Reference,
  type Scope,
  toBoolean,
} from "../expression";
import { Redactor, SecretReader } from "../engine";
import type { JsonObject } from "../json/json";
import type { TriggerPorts } from "./ports";

/** What the expressions of a trigger read. */
export interface Reading {
  /** What names without a `$` read: the event's attributes; a schedule has none. */
  readonly root: JsonObject;
  /** `$event` and `$trigger`. */
  readonly variables: JsonObject;
}

/** The expressions of a trigger, compiled once. They were checked with the definition. */
export class TriggerInput {
  private readonly parameters: CompiledTemplate;
  private readonly filter: CompiledExpression | null;

  constructor(
    private readonly ports: TriggerPorts,
    written: { readonly parameters?: JsonObject | undefined; readonly filter?: string | undefined },
  ) {
    this.parameters = templateOf(written.parameters ?? {});
    this.filter = written.filter === undefined ? null : conditionOf(written.filter);
  }

  /**
   * The parameters of the execution to start. Rejects with `MISSING_VALUE`, `UNKNOWN_SECRET` and whatever an
   * expression fails with.
   */
  async resolve(reading: Reading): Promise<JsonObject> {
    const scope = await this.scope(reading, this.parameters.references);
    return (await this.parameters.resolve(scope)) as JsonObject;
  }

  /** Does the filter hold? What lacks something that it reads does not fit. */
  async fits(reading: Reading): Promise<boolean> {
    if (this.filter === null) return true;
    const scope = await this.scope(reading, this.filter.references);
    try {
      return toBoolean((await this.filter.evaluate(scope)) ?? null);
    } catch (error) {
      if (error instanceof TuttiError && error.code === "MISSING_VALUE") return false;
      throw error;
    }
  }

  private async scope({ root, variables }: Reading, references: readonly Reference[]): Promise<Scope> {
    const { clock, limits, random, secrets } = this.ports;
    const named = await new SecretReader(secrets, new Redactor()).named(references);
    return {
      root,
      variables: { ...variables, ...(named === undefined ? {} : { secrets: named }) },
      now: () => clock.now(),
      random: () => random.next(),
      monotonic: () => clock.monotonic(),
      limits: {
        timeMs: limits.expressionMs,
        depth: limits.expressionDepth,
        outputBytes: limits.parameterBytes,
      },
    };
  }
}

function templateOf(written: JsonObject): CompiledTemplate {
  const compiled = compileTemplate(written);
  if (compiled.ok) return compiled.value;
  throw TuttiError.of("INVALID_EXPRESSION", compiled.problems[0] as (typeof compiled.problems)[number]);
}

function conditionOf(written: string): CompiledExpression {
  const compiled = compileCondition(written);
  if (compiled.ok) return compiled.value;
  throw TuttiError.of("INVALID_EXPRESSION", compiled.problem);
}
