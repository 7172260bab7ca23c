import type { ActionInterceptor } from "@tutti/core";
import type { Storage } from "@tutti/core/runtime";
import type { MeshClock } from "../mesh";

/** What a fault may use of the orchestrator that it is given to. */
export interface FaultTools {
  /** Its time, virtual or real. */
  readonly clock: MeshClock;
  /** Lets the process die at once: nothing more is stored, and a new one starts from the store. */
  crash(): void;
}

/** Something that goes wrong, for `createTestOrchestrator({ faults: [...] })`. */
export interface Fault {
  /** Stands around every call of an action. */
  readonly interceptor?: (tools: FaultTools) => ActionInterceptor;
  /** Stands before the storage, across restarts. */
  readonly storage?: (inner: Storage, tools: FaultTools) => Storage;
}
