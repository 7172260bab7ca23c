/** An action that publishes an event. */
export function emit(config: object, rest: object = {}): object {
  return {
    action_id: "tell",
    action_type: "emit_event",
    config: { event_type: "order.paid", ...config },
    ...rest,
  };
}

/** An action that waits for an event. */
export function hear(config: object = {}, rest: object = {}): object {
  return {
    action_id: "hear",
    action_type: "wait_for_event",
    config: { event_type: "order.paid", ...config },
    ...rest,
  };
}
