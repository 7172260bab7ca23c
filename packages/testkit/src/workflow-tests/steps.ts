import type { ExecutionResult } from "@tutti/core";
import { TestkitError } from "../errors";
import type { TestOrchestrator } from "../orchestrator";
import type { Mismatch } from "./differences";
import type { Expectation } from "./schema/expectation";
import type { StepSpec } from "./schema/file";

/** What the steps of a case act on. */
export interface Stage {
  readonly test: TestOrchestrator;
  readonly user: string;
  /** The execution that is tested; undefined: there is none yet. */
  readonly currentId: () => Promise<string | undefined>;
  /** Checks how the execution stands. */
  readonly check: (expected: Expectation) => Promise<readonly Mismatch[]>;
}

/** Takes one step and waits until everything is at rest. Gives what went otherwise than the test says. */
export async function takeStep(step: StepSpec, stage: Stage): Promise<readonly Mismatch[]> {
  if ("expect" in step) return under("expect", await stage.check(step.expect));
  const { message, success } = await act(step, stage);
  await stage.test.clock.activity.rest();
  return success ? [] : [{ path: Object.keys(step)[0] ?? "", message }];
}

function under(path: string, found: readonly Mismatch[]): Mismatch[] {
  return found.map((one) => ({ ...one, path: `${path}.${one.path}` }));
}

type Act = Exclude<StepSpec, { readonly expect: unknown }>;
type Answer = Pick<ExecutionResult, "success" | "message">;

async function act(step: Act, stage: Stage): Promise<Answer> {
  const { test } = stage;
  if ("advance" in step) return done(test.clock.advance(step.advance));
  if ("restart" in step) return done(test.restart());
  if ("crash" in step) return done(test.crash());
  if ("publish" in step) return done(publish(step, stage));
  const id = await stage.currentId();
  if (id === undefined) return { success: false, message: "there is no execution yet" };
  return ask(step, id, stage);
}

const DONE = { success: true, message: "" };

async function done(work: Promise<void>): Promise<Answer> {
  await work;
  return DONE;
}

type Ask = Exclude<
  Act,
  | { readonly advance: unknown }
  | { readonly restart: unknown }
  | { readonly crash: unknown }
  | { readonly publish: unknown }
>;

async function ask(step: Ask, id: string, { test, user }: Stage): Promise<Answer> {
  const { workflows } = test;
  if ("signal" in step) return workflows.signalExecution(id, step.signal, step.payload, user);
  if ("pause" in step) return workflows.pauseExecution(id, user);
  if ("resume" in step) return workflows.resumeExecution(id, user);
  if ("cancel" in step)
    return workflows.cancelExecution(id, user, step.cancel === true ? {} : { reason: step.cancel });
  await settled(test, id);
  return workflows.retryExecution(id, user);
}

async function publish(
  { correlation, data, id, publish: type, source, subject }: Extract<Act, { readonly publish: string }>,
  { currentId, test }: Stage,
): Promise<void> {
  const executionId = correlation === "execution" ? await currentId() : undefined;
  const of = executionId === undefined ? undefined : await test.workflows.getExecution(executionId);
  const correlationId = of?.execution?.correlation_id ?? correlation;
  await test.events.publish({
    type,
    data,
    ...(source === undefined ? {} : { source }),
    ...(subject === undefined ? {} : { subject }),
    ...(id === undefined ? {} : { id }),
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}

/** Lets as much time pass as an execution takes; one that waits for what does not come is left as it is. */
export async function settled(test: TestOrchestrator, executionId: string): Promise<void> {
  try {
    await test.finish(executionId);
  } catch (error) {
    if (!(error instanceof TestkitError && error.code === "NOTHING_LEFT")) throw error;
  }
}
