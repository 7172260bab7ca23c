import type { Orchestrator } from "@tutti/core";
import type { Access } from "../access";
import type { ServerLimits, Timer } from "../options";
import type { Bell } from "../sse/bell";
import type { StreamGate } from "../sse/stream-gate";

/** What the routes are made of. */
export interface RouteParts {
  readonly orchestrator: Orchestrator;
  readonly access: Access;
  readonly limits: ServerLimits;
  readonly timer: Timer;
  readonly gate: StreamGate;
  readonly bell: Bell;
  /** Does the server stop? */
  readonly isStopping: () => boolean;
  /** Resolves when the server begins to stop. */
  readonly stopping: Promise<void>;
}

/** Where the API begins. */
export const ROOT = "/api/v1";
