import type { WorkflowDefinition } from "../definition";
import { isObject } from "../json/normalise";
import type { Json, JsonObject } from "../json/json";
import type { Cipher } from "../ports";
import type { InheritedSecrets, RunState } from "../run";
import { REDACTED, Redactor } from "./redaction";

const SEALED = "$sealed";

/** The parameters as the journal keeps them, and what is kept of secrets that their starter handed on. */
export interface SealedInput {
  readonly parameters: JsonObject;
  readonly inherited?: InheritedSecrets;
}

/** What an execution reads, and what it must not show. */
export interface OpenInput {
  readonly parameters: JsonObject;
  readonly secrets: readonly Json[];
}

/**
 * The parameters as the journal keeps them: values of secret parameters are encrypted, and so are values of others that
 * hold one of the starter's secrets.
 */
export function sealParameters(
  definition: WorkflowDefinition,
  { parameters: values, secrets }: OpenInput,
  cipher: Cipher,
): SealedInput {
  const { names, used } = inheritedBy(values, secrets);
  const seal = (value: Json): string => cipher.seal(JSON.stringify(value));
  const parameters = mapSecrets(values, secretNames(definition, names), (value) => ({
    [SEALED]: seal(value),
  }));
  if (used.length === 0) return { parameters };
  return { parameters, inherited: { parameters: names, sealed: seal(used) } };
}

/** The parameters as actions read them, with their secrets. Throws `UNSEALABLE` when the key has changed. */
export function openParameters(
  definition: WorkflowDefinition,
  { parameters: sealed, inherited }: Pick<RunState, "parameters" | "inherited">,
  cipher: Cipher,
): OpenInput {
  const names = secretNames(definition, inherited?.parameters);
  const parameters = mapSecrets(sealed, names, (value) => {
    const text = isObject(value) ? value[SEALED] : undefined;
    return typeof text === "string" ? (JSON.parse(cipher.open(text)) as Json) : value;
  });
  const own = secretNames(definition).map((name) => parameters[name]);
  const others = inherited === null ? [] : (JSON.parse(cipher.open(inherited.sealed)) as string[]);
  return { parameters, secrets: [...own.filter((value) => value !== undefined), ...others] };
}

/** The parameters as everybody may see them. */
export function maskParameters(
  definition: WorkflowDefinition,
  { parameters, inherited }: Pick<RunState, "parameters" | "inherited">,
): JsonObject {
  return mapSecrets(parameters, secretNames(definition, inherited?.parameters), () => REDACTED);
}

/** Which parameters hold secrets of the starter, and which these are. */
function inheritedBy(
  values: JsonObject,
  secrets: readonly Json[],
): { readonly names: readonly string[]; readonly used: readonly string[] } {
  if (secrets.length === 0) return { names: [], used: [] };
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(secret);
  const names = Object.keys(values).filter((name) => redactor.isIn(values[name] ?? null));
  const used = names.flatMap((name) => redactor.secretsIn(values[name] ?? null));
  return { names, used: [...new Set(used)] };
}

function secretNames({ parameters }: WorkflowDefinition, more: readonly string[] = []): readonly string[] {
  const own = parameters.filter(({ secret }) => secret === true).map(({ name }) => name);
  return own.length === 0 ? more : [...new Set([...own, ...more])];
}

function mapSecrets(values: JsonObject, names: readonly string[], map: (value: Json) => Json): JsonObject {
  if (names.length === 0) return values;
  const mapped = { ...values };
  for (const name of names) if (values[name] !== undefined) mapped[name] = map(values[name]);
  return mapped;
}
