import type { Orchestrator } from "@tutti/core";
import type { Access } from "../access";
import type { Callbacks } from "../callbacks/callbacks";
import type { ServerLimits, Timer } from "../options";
import type { Bell } from "../sse/bell";
import type { StopSignal } from "../stop-signal";
import type { StreamGate } from "../sse/stream-gate";

/** What the routes are made of. */
export interface RouteParts {
  readonly orchestrator: Orchestrator;
  readonly access: Access;
  readonly limits: ServerLimits;
  readonly timer: Timer;
  readonly gate: StreamGate;
  readonly bell: Bell;
  readonly callbacks: Callbacks;
  readonly stopping: StopSignal;
}
