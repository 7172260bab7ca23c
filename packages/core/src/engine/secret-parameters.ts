import type { WorkflowDefinition } from "../definition";
import { isObject } from "../json/normalise";
import type { Json, JsonObject } from "../json/json";
import type { Cipher } from "../ports";
import { REDACTED } from "./redaction";

const SEALED = "$sealed";

/** The parameters as the journal keeps them: values of secret parameters are encrypted. */
export function sealParameters(
  definition: WorkflowDefinition,
  values: JsonObject,
  cipher: Cipher,
): JsonObject {
  return mapSecrets(definition, values, (value) => ({ [SEALED]: cipher.seal(JSON.stringify(value)) }));
}

/** The parameters as actions read them. Throws `UNSEALABLE` when the key has changed. */
export function openParameters(
  definition: WorkflowDefinition,
  sealed: JsonObject,
  cipher: Cipher,
): JsonObject {
  return mapSecrets(definition, sealed, (value) => {
    const text = isObject(value) ? value[SEALED] : undefined;
    return typeof text === "string" ? (JSON.parse(cipher.open(text)) as Json) : value;
  });
}

/** The parameters as everybody may see them. */
export function maskParameters(definition: WorkflowDefinition, sealed: JsonObject): JsonObject {
  return mapSecrets(definition, sealed, () => REDACTED);
}

/** The values of the secret parameters. */
export function secretValues(definition: WorkflowDefinition, values: JsonObject): Json[] {
  return definition.parameters
    .filter(isSecret)
    .map(({ name }) => values[name])
    .filter((value) => value !== undefined);
}

function isSecret({ secret }: WorkflowDefinition["parameters"][number]): boolean {
  return secret === true;
}

function mapSecrets(
  definition: WorkflowDefinition,
  values: JsonObject,
  map: (value: Json) => Json,
): JsonObject {
  if (!definition.parameters.some(isSecret)) return values;
  const mapped = { ...values };
  for (const { name } of definition.parameters.filter(isSecret))
    if (values[name] !== undefined) mapped[name] = map(values[name]);
  return mapped;
}
