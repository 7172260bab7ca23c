import type { JsonObject } from "../json/json";
import { emitEvent } from "./emit-event";
import type { ControlActionType, controlActions } from "../plan";
import type { WaitFor } from "../run";
import type { EnginePorts } from "./ports";
import type { RunContext } from "./run-context";
import { refusal, type Work, type WorkOutcome } from "./work";

/** A control action whose config is resolved and checked. */
export interface ControlCall {
  readonly config: unknown;
  readonly work: Work;
  readonly run: RunContext;
}

/** A date and time with a zone. Without one it would mean something else on each machine. */
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

type Config<Type extends ControlActionType> = ReturnType<(typeof controlActions)[Type]["config"]["parse"]>;

/** Performs a control action: it waits, fails or publishes an event, and needs no executor. */
export function performControl(call: ControlCall): WorkOutcome | Promise<WorkOutcome> {
  const { config, work, run } = call;
  const { ports } = run.host;
  const stored = storedKeys[work.type as ControlActionType];
  const exposed = stored.find((key) => run.redactor.isIn((config as JsonObject)[key] ?? null));
  if (exposed !== undefined) return secretIn(exposed, work.type);
  switch (work.type as ControlActionType) {
    case "wait":
      return performWait(config as Config<"wait">, work, ports);
    case "wait_for_signal":
      return performWaitForSignal(config as Config<"wait_for_signal">, ports);
    case "wait_for_event":
      return performWaitForEvent(config as Config<"wait_for_event">, ports);
    case "emit_event":
      return emitEvent(run, work, config as Config<"emit_event">);
    case "run_workflow": {
      const { workflow_id } = config as Config<"run_workflow">;
      return waiting({ kind: "child", execution_id: ports.ids.uuid(), workflow_id });
    }
    case "fail": {
      const { code, message } = config as Config<"fail">;
      return { kind: "failed", error: { code, message, retryable: false } };
    }
  }
}

/** The parts of a config that are stored, and compared with what comes later, as they are. */
const storedKeys: Readonly<Record<ControlActionType, readonly string[]>> = {
  wait: [],
  wait_for_signal: ["signal", "payload_schema"],
  wait_for_event: ["event_type", "filter", "values", "correlation"],
  emit_event: ["event_type"],
  run_workflow: ["workflow_id"],
  fail: [],
};

function secretIn(key: string, action_type: string): WorkOutcome {
  const problem = `${key} holds a secret, and it is stored as it is`;
  return refusal("INVALID_CONFIG", { action_type, problem, fix: "" });
}

function performWait(config: Config<"wait">, { actionId }: Work, { clock }: EnginePorts): WorkOutcome {
  if (config.seconds !== undefined)
    return waiting({ kind: "time", until: clock.now() + config.seconds * 1000 });
  const until = ISO_8601.test(config.until ?? "") ? Date.parse(config.until ?? "") : Number.NaN;
  if (!Number.isNaN(until)) return waiting({ kind: "time", until });
  return refusal("INVALID_WAIT", { action_id: actionId, until: config.until ?? "" });
}

function performWaitForSignal(config: Config<"wait_for_signal">, { clock }: EnginePorts): WorkOutcome {
  const { signal, timeout_seconds, payload_schema } = config;
  return waiting({
    kind: "signal",
    signal,
    expires_at: expiryOf(timeout_seconds, clock),
    schema: (payload_schema as JsonObject | undefined) ?? null,
  });
}

function performWaitForEvent(config: Config<"wait_for_event">, { clock }: EnginePorts): WorkOutcome {
  const { event_type, filter = null, values, correlation = null, timeout_seconds } = config;
  const expires_at = expiryOf(timeout_seconds, clock);
  return waiting({
    kind: "event",
    event_type,
    filter,
    values: values as JsonObject,
    correlation,
    expires_at,
  });
}

function expiryOf(seconds: number | undefined, clock: EnginePorts["clock"]): number | null {
  return seconds === undefined ? null : clock.now() + seconds * 1000;
}

function waiting(wait: WaitFor): WorkOutcome {
  return { kind: "waiting", wait };
}
