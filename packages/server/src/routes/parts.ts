import type { Orchestrator } from "@tutti/core";
import type { Access } from "../access";

/** What the routes are made of. */
export interface RouteParts {
  readonly orchestrator: Orchestrator;
  readonly access: Access;
  /** The longest `?wait=`, in seconds. */
  readonly longestWaitSeconds: number;
  /** Resolves when the server begins to stop. */
  readonly stopping: Promise<void>;
}

/** Where the API begins. */
export const ROOT = "/api/v1";
