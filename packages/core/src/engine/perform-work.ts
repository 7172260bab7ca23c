import { schemaProblems } from "../definition";
import { normalise } from "../json/normalise";
import type { Json } from "../json/json";
import { controlActions, isControlAction } from "../plan";
import type { ActionDescriptor, ActionExecutor } from "../plugin/index";
import { AttemptContext } from "./context";
import { performControl } from "./control";
import { toAttemptError } from "./failures";
import { compose } from "./interceptors";
import type { EnginePorts } from "./ports";
import { when } from "./when";
import type { RunContext } from "./run-context";
import { refusal, tooLarge, type Work, type WorkOutcome } from "./work";

/** Where the outcome of a piece of work goes; called once. */
type Done = (outcome: WorkOutcome) => void;

/** Resolves the config, checks it, runs the executor and checks its output. Calls `done` once. */
export function performWork(run: RunContext, work: Work, done: Done): void {
  when(() => run.resolve(work.config, work.place), {
    failed: (error) => done({ kind: "failed", error: toAttemptError(error, work.actionId) }),
    ok: (config) => performResolved(run, work, { config: config ?? null, done }),
  });
}

function performResolved(run: RunContext, work: Work, { config, done }: { config: Json; done: Done }): void {
  const { ports } = run.host;
  const executor = isControlAction(work.type) ? undefined : ports.executorOf(work.type);
  const descriptor = isControlAction(work.type) ? controlActions[work.type] : executor?.descriptor;
  if (descriptor === undefined) {
    done(refusal("ACTION_TYPE_UNAVAILABLE", { action_type: work.type }));
    return;
  }
  const parsed = checkConfig(descriptor, config);
  if (!parsed.success) done(parsed.refusal);
  else if (executor === undefined) control(run, work, { config: parsed.data, done });
  else execute(run, work, { executor, config: parsed.data, done });
}

function control(run: RunContext, work: Work, { config, done }: { config: unknown; done: Done }): void {
  when<WorkOutcome>(() => performControl({ config, work, run }), {
    failed: (error) => done({ kind: "failed", error: toAttemptError(error, work.actionId) }),
    ok: done,
  });
}

interface Execution {
  readonly executor: ActionExecutor;
  readonly config: unknown;
  readonly done: Done;
}

function execute(run: RunContext, work: Work, execution: Execution): void {
  const { done, executor } = execution;
  when(() => invoke(run, work, execution), {
    failed: (error) => done({ kind: "failed", error: toAttemptError(error, work.actionId) }),
    ok: (output) => done(checkOutput(run.host.ports, executor.descriptor, output)),
  });
}

function invoke(run: RunContext, work: Work, { executor, config }: Execution): unknown {
  const context = new AttemptContext(run, work);
  const { interceptors } = run.host.ports;
  if (interceptors.length === 0) return executor.execute(config, context);
  const { descriptor } = executor;
  const isCompensation = work.purpose !== "";
  const { traceparent, tracestate } = run.state;
  const call = { descriptor, config, context, traceparent, tracestate, isCompensation };
  return compose(interceptors, (last) => executor.execute(last.config, last.context))(call);
}

function checkConfig(
  { config: schema, type }: ActionDescriptor,
  config: Json,
): { success: true; data: unknown } | { success: false; refusal: WorkOutcome } {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed;
  const problem = sentences(schema, config, "The config");
  return { success: false, refusal: refusal("INVALID_CONFIG", { action_type: type, problem, fix: "" }) };
}

/** The host checks what an executor returned, so that nothing broken is ever stored. */
function checkOutput({ limits }: EnginePorts, descriptor: ActionDescriptor, output: unknown): WorkOutcome {
  const action_type = descriptor.type;
  const json = normalise(output);
  if (!json.ok) return refusal("INVALID_OUTPUT", { action_type, problem: json.problem });
  if (json.bytes > limits.outputBytes) return tooLarge(`Output of "${action_type}"`, limits, json.bytes);
  const parsed = descriptor.output?.safeParse(json.value);
  if (descriptor.output === undefined || parsed?.success === true)
    return { kind: "completed", output: json.value };
  return refusal("INVALID_OUTPUT", {
    action_type,
    problem: sentences(descriptor.output, json.value, "The output"),
  });
}

type Schema = ActionDescriptor["config"];

/** What is wrong with a value, without the values: they may hold secrets. */
function sentences(schema: Schema, value: Json, whole: string): string {
  return schemaProblems(schema, value, { whole, hidden: true })
    .map(({ problem }) => problem)
    .join("; ");
}
