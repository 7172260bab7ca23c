import { type ErrorCode, TuttiError, type TuttiErrorOptions } from "../errors";
import {
  type CompiledExpression,
  compileCondition,
  compileTemplate,
  type CompiledTemplate,
  type Reference,
  type Scope,
  toBoolean,
} from "../expression";
import { reasonOf, Redactor, SecretReader } from "../engine";
import type { Json, JsonObject } from "../json/json";
import { normalise } from "../json/normalise";
import type { TriggerPorts } from "./ports";

/** What the expressions of a trigger read. */
export interface Reading {
  /** What names without a `$` read: the event's attributes; a schedule has none. */
  readonly root: JsonObject;
  /** `$event` and `$trigger`. */
  readonly variables: JsonObject;
}

/** What an execution is started with. */
export interface TriggerValues {
  readonly parameters: JsonObject;
  /** The secrets that the parameters hold. */
  readonly secrets: readonly Json[];
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
   * expression fails with, without the secrets in it.
   */
  resolve(reading: Reading): Promise<TriggerValues> {
    return redacting(async (redactor) => {
      const scope = await this.scope(reading, { references: this.parameters.references, redactor });
      const parameters = (await this.parameters.resolve(scope)) as JsonObject;
      return { parameters, secrets: redactor.secretsIn(parameters) };
    });
  }

  /** Does the filter hold? What lacks something that it reads does not fit. */
  async fits(reading: Reading): Promise<boolean> {
    const { filter } = this;
    if (filter === null) return true;
    try {
      return await redacting(async (redactor) => {
        const scope = await this.scope(reading, { references: filter.references, redactor });
        return toBoolean((await filter.evaluate(scope)) ?? null);
      });
    } catch (error) {
      if (error instanceof TuttiError && error.code === "MISSING_VALUE") return false;
      throw error;
    }
  }

  private async scope({ root, variables }: Reading, { references, redactor }: Asking): Promise<Scope> {
    const { clock, limits, random, secrets } = this.ports;
    const named = await new SecretReader(secrets, redactor).named(references);
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

/** Which secrets are asked for, and who has to know them then. */
interface Asking {
  readonly references: readonly Reference[];
  readonly redactor: Redactor;
}

/** What an expression fails with is reported, and must not tell the secrets that it read. */
async function redacting<T>(work: (redactor: Redactor) => Promise<T>): Promise<T> {
  const redactor = new Redactor();
  try {
    return await work(redactor);
  } catch (error) {
    throw redactor.isIdle ? error : withoutSecrets(error, redactor);
  }
}

function withoutSecrets(error: unknown, redactor: Redactor): Error {
  if (!(error instanceof TuttiError)) return new Error(redactor.text(reasonOf(error)));
  const details = normalise(error.details);
  const params = details.ok ? redactor.value(details.value) : {};
  return new TuttiError({ code: error.code, params } as TuttiErrorOptions<ErrorCode>);
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
