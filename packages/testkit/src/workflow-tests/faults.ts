import { ActionError } from "@tutti/core";
import { crashAfter, duplicateDelivery, failAction, type Fault, flakyStore, slowAction } from "../faults";
import type { FaultSpec } from "./schema/mocks";

/** What a file says of a fault, as the fault. */
export function toFault(spec: FaultSpec): Fault {
  if ("crash_after" in spec) {
    const { action, crash_after: event, times } = spec;
    return crashAfter(event, { times, ...(action === undefined ? {} : { action }) });
  }
  if ("fail_action" in spec) {
    const { error, fail_action: id, times } = spec;
    return failAction(id, {
      ...(times === undefined ? {} : { times }),
      ...(error === undefined ? {} : { error: new ActionError(error) }),
    });
  }
  if ("slow_action" in spec) return slowAction(spec.slow_action, spec.by);
  if ("flaky_store" in spec) return flakyStore(spec.flaky_store);
  const { duplicate_delivery: id } = spec;
  return id === true ? duplicateDelivery() : duplicateDelivery(id);
}
