import { givenData, outputData } from "./action-data";
import { runningActions, runningExecutions } from "./backpressure";
import { cancelling } from "./cancel";
import { childRecovery } from "./child-recovery";
import { children } from "./children";
import { compensation } from "./compensation";
import { concurrency } from "./concurrency";
import { conditions } from "./conditions";
import { corruptJournal } from "./corrupt-journal";
import { crash } from "./crash";
import { definitions, templates } from "./definitions";
import { durability } from "./durability";
import { eventActions } from "./event-actions";
import { eventTriggers } from "./event-triggers";
import { events } from "./events";
import { abort, firstFailure } from "./failure";
import { forEach } from "./for-each";
import { runawayExpression, startLimits, variables } from "./limits";
import { onFailure } from "./on-failure";
import { order } from "./order";
import { outage } from "./outage";
import { outcomes } from "./outcomes";
import { outputs } from "./outputs";
import { ownEvents } from "./own-events";
import { pausing } from "./pause";
import { recovery } from "./recovery";
import { refusalAtOnce, refusalLater } from "./refusal";
import { rerunExecution } from "./rerun-execution";
import { retries } from "./retries";
import { retryExecution } from "./retry-execution";
import { schedules } from "./schedules";
import { secretConcurrencyKey, secretParameters, secrets } from "./secrets";
import { secretsHandedOn, secretsRefused } from "./secrets-handed-on";
import { signals } from "./signals";
import { sleeping } from "./sleep";
import { standby } from "./standby";
import { starting } from "./start";
import { stop } from "./stop";
import { attemptTimeout, executionTimeout } from "./timeouts";
import { fail, waiting } from "./wait";
import { waitForExecution } from "./wait-for-execution";
import type { ScenarioGroup } from "./scenario";

/** Every topic of the runtime contract. */
export const groups: readonly ScenarioGroup[] = [
  definitions,
  templates,
  order,
  outcomes,
  conditions,
  forEach,
  firstFailure,
  abort,
  compensation,
  onFailure,
  outputs,
  retries,
  attemptTimeout,
  executionTimeout,
  cancelling,
  pausing,
  waiting,
  fail,
  sleeping,
  waitForExecution,
  signals,
  eventActions,
  eventTriggers,
  schedules,
  children,
  starting,
  concurrency,
  runningActions,
  runningExecutions,
  retryExecution,
  rerunExecution,
  givenData,
  outputData,
  ownEvents,
  startLimits,
  runawayExpression,
  variables,
  secretParameters,
  secrets,
  secretConcurrencyKey,
  secretsHandedOn,
  secretsRefused,
  events,
  durability,
  refusalAtOnce,
  refusalLater,
  outage,
  stop,
  standby,
  recovery,
  childRecovery,
  crash,
  corruptJournal,
];
