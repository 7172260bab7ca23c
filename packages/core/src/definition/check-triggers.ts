import { hasTemplate } from "../expression";
import type { Json } from "../json/json";
import { missingParameter, unknownParameter, wrongValue } from "./parameter-problems";
import { compileValue } from "./parameter-value";
import type { Path, Problem } from "./problem";
import { isHolder } from "./json-data";
import type { WrittenParameter } from "./schema/parameter";
import type { Trigger } from "./schema/trigger";

/**
 * What is wrong with the parameters that a trigger gives: nobody is there to read an error when it
 * starts an execution. Values that hold templates are checked only then.
 */
export function* triggerProblems(
  trigger: Trigger,
  parameters: ReadonlyMap<string, WrittenParameter>,
  path: Path,
): Generator<Problem> {
  const { type, parameters: given = {} } = trigger;
  const holder = [...path, "parameters"];
  for (const [name, value] of Object.entries(given)) {
    const definition = parameters.get(name);
    if (definition === undefined) yield unknownParameter(name, parameters.keys(), holder);
    else if (!isTemplated(value)) yield* staticProblems(definition, value, holder);
  }
  // Other triggers may take what is missing from what started them; a clock has nothing to give.
  const needed = type === "schedule" ? [...parameters.values()].filter(isNeeded) : [];
  for (const definition of needed) {
    if (!Object.hasOwn(given, definition.name)) yield missingParameter(definition, holder);
  }
}

function isNeeded({ required = true, default_value }: WrittenParameter): boolean {
  return required && default_value === undefined;
}

function* staticProblems(definition: WrittenParameter, value: Json, holder: Path): Generator<Problem> {
  if (definition.secret === true) {
    yield wrongValue({ definition, expected: 'a reference such as "{{$secrets.NAME}}"', value }, holder);
    return;
  }
  for (const { expected } of compileValue(definition)(value))
    yield wrongValue({ definition, expected, value }, holder);
}

function isTemplated(value: Json): boolean {
  if (typeof value === "string") return hasTemplate(value);
  return isHolder(value) && Object.values(value).some(isTemplated);
}
