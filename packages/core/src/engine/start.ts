import { type Issue, issue } from "../errors";
import type { Json, JsonObject } from "../json/json";
import type { EventMark } from "../ports";
import { event, type ParentRef, type RunEvent, type TriggerRef } from "../run";
import { isPromiseLike } from "./when";
import type { EnginePorts } from "./ports";
import { Redactor } from "./redaction";
import { sealParameters } from "./secret-parameters";
import { type GivenTrace, traceOf } from "./trace";
import type { LoadedWorkflow } from "./workflows";

/** A wish to start an execution. */
export interface StartRequest extends GivenTrace {
  readonly workflowId: string;
  readonly parameters: unknown;
  /** Secrets that the parameters may hold: those that do are sealed, as secret parameters are. */
  readonly secrets?: readonly Json[];
  readonly userId: string;
  /** A second start with this key gives the execution of the first. */
  readonly idempotencyKey?: string | undefined;
  /** Default: the execution's id. */
  readonly correlationId?: string | undefined;
  readonly child?: ChildStart;
  readonly rerunOf?: string;
  readonly trigger?: TriggerStart;
}

/** What an execution has besides that a trigger starts. */
export interface TriggerStart {
  readonly ref: TriggerRef;
  /** How many executions led to it, one through the event of the other. */
  readonly depth: number;
  /** Stored with the execution: the event that it is started for. */
  readonly mark?: EventMark;
}

/** What a child execution has besides. */
export interface ChildStart {
  readonly executionId: string;
  readonly parent: ParentRef;
  readonly depth: number;
}

/** The first event of a new execution, or why there will be none. */
export type StartPlan =
  | { readonly ok: true; readonly executionId: string; readonly created: RunEvent }
  | { readonly ok: false; readonly errors: readonly Issue[] };

/** Checks the parameters and makes the first event; at once, unless a `concurrency.key` takes a promise. */
export function planStart(
  ports: EnginePorts,
  { record, plan, parameters }: LoadedWorkflow,
  request: StartRequest,
): StartPlan | Promise<StartPlan> {
  if (record.status === "inactive") {
    return refused(issue("WORKFLOW_INACTIVE", "", { workflow_id: record.workflow_id }));
  }
  const checked = parameters.check(request.parameters ?? {});
  if (!checked.success) return { ok: false, errors: checked.errors };
  const { child, correlationId, rerunOf, secrets = [], trigger, userId } = request;
  const executionId = child?.executionId ?? ports.ids.uuid();
  const input = sealParameters(plan.definition, { parameters: checked.values, secrets }, ports.cipher);
  const parent = child?.parent ?? null;
  const { workflow_id: workflowId } = record;
  const createdWith = (concurrency_key: string | null): StartPlan => ({
    ok: true,
    executionId,
    created: event("execution.created", {
      workflow_id: record.workflow_id,
      workflow_revision: record.revision,
      workflow_name: plan.definition.name,
      ...input,
      created_by: userId,
      correlation_id: correlationId ?? executionId,
      ...traceOf(ports, request, { executionId, workflowId, workflowName: plan.definition.name, parent }),
      parent,
      depth: (child ?? trigger)?.depth ?? 0,
      rerun_of: rerunOf ?? null,
      concurrency_key,
      ...(trigger === undefined ? {} : { trigger: trigger.ref }),
    }),
  });
  const withKey = (key: string | null): StartPlan =>
    holdsSecret(key, secrets) ? refused(secretKey(input.inherited?.parameters)) : createdWith(key);
  const key = concurrencyKey(ports, plan, checked.values);
  return isPromiseLike(key) ? key.then(withKey) : withKey(key);
}

/** A start that names a workflow that is not there. */
export function unknownWorkflow(workflowId: string): {
  readonly ok: false;
  readonly errors: readonly Issue[];
} {
  return refused(issue("UNKNOWN_WORKFLOW", "", { workflow_id: workflowId }));
}

function refused(...errors: Issue[]): { readonly ok: false; readonly errors: readonly Issue[] } {
  return { ok: false, errors };
}

function concurrencyKey(
  ports: EnginePorts,
  plan: LoadedWorkflow["plan"],
  root: JsonObject,
): string | null | Promise<string> {
  const key = plan.concurrency?.key;
  if (!key) return null;
  const { clock, random } = ports;
  const scope = {
    root,
    now: () => clock.now(),
    random: () => random.next(),
    monotonic: () => clock.monotonic(),
  };
  const value = key.resolve(scope);
  return isPromiseLike(value) ? value.then(keyText) : keyText(value);
}

/** The key is stored as it is. */
function holdsSecret(key: string | null, secrets: readonly Json[]): boolean {
  if (key === null || secrets.length === 0) return false;
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(secret);
  return redactor.isIn(key);
}

function secretKey(names: readonly string[] = []): Issue {
  const problem = `concurrency.key reads a secret that was handed on in ${names.join(", ")}, and the key is stored as it is`;
  const fix = "Leave that parameter out of concurrency.key, or hand on no secret in it.";
  return issue("INVALID_PARAMETERS", "parameters", { problem, fix });
}

function keyText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
