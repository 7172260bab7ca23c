import { type ActionContext, ActionError, type ActionExecutor, type Json } from "@tutti/core";
import { transformAction } from "../action";
import { builtIns } from "../transformations";
import { fakeContext } from "./fake-context";

const builtIn = transformAction(builtIns);

/** Checks a config as the engine does before a run, then runs the action and gives its `result`. */
export async function run(
  config: Readonly<Record<string, unknown>>,
  context: ActionContext = fakeContext(),
  action: ActionExecutor = builtIn,
): Promise<Json> {
  const output = await action.execute(action.descriptor.config.parse(config), context);
  return (output as { result: Json }).result;
}

/** Runs a transformation with an input and options. */
export function apply(transformation: string, input: unknown, options: object = {}): Promise<Json> {
  return run({ transformation, input, ...options });
}

/** The error of a run that must fail with an `ActionError` that is not retryable and names the transformation. */
export async function failure(
  transformation: string,
  input: unknown,
  options: object = {},
): Promise<ActionError> {
  const error: unknown = await apply(transformation, input, options).then(
    (result) => new Error(`gave ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ActionError)) throw error;
  expect(error).toMatchObject({ retryable: false, details: { transformation } });
  expect(error.message).toMatch(new RegExp(`^${transformation}: `));
  return error;
}

/** The messages, with their paths, of a config that must be refused when a workflow is created. */
export function refusals(config: unknown, action: ActionExecutor = builtIn): string[] {
  const { success, error } = action.descriptor.config.safeParse(config);
  if (success) throw new Error("the config was accepted");
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}
