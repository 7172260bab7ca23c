export type { Command, RunTimer } from "./commands";
export { decide, outstanding } from "./decide";
export {
  event,
  type Failure,
  type FailureOutcome,
  type InheritedSecrets,
  type ParentRef,
  type RecordedEvent,
  type RunEvent,
  type RunEvents,
  type RunEventType,
  type TraceContext,
  type TriggerRef,
  type UnitRef,
  unitEvent,
  unitRef,
  type WaitFor,
} from "./events";
export { evolve, fold } from "./evolve";
export { isCurrent } from "./guard";
export { answer, type RequestAnswer, type RunRequest } from "./requests";
export {
  type AttemptError,
  compensationFailureEvent,
  type FailedAttempt,
  failureEvent,
  retryDelay,
} from "./retry";
export {
  ACTION_STATUSES,
  type ActionState,
  type ActionStatus,
  initialState,
  isActive,
  type ItemsState,
  locate,
  type Phase,
  type RunState,
  type UnitAt,
  type UnitState,
  unitAt,
} from "./state";
export { type Wake, wake } from "./wake";
