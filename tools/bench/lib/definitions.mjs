/** The workflows that are measured, as anyone would write them: data, with templates that pass values on. */

const noop = (action_id, v, more = {}) => ({ action_id, action_type: "noop", config: { v }, ...more });
const numberX = [{ name: "x", type: "integer" }];

/** `a` after `a` after `a`: each passes on what it got. */
export function chain(length) {
  const actions = Array.from({ length }, (_, index) =>
    noop(`a${index}`, index === 0 ? "{{x}}" : `{{a${index - 1}.v}}`),
  );
  return { name: `Chain of ${length}`, parameters: numberX, actions, outputs: { v: `{{a${length - 1}.v}}` } };
}

/** One action, then `width` at the same time, then one that gets all their outputs. */
export function fan(width) {
  const names = Array.from({ length: width }, (_, index) => `b${index}`);
  const actions = [
    noop("first", "{{x}}"),
    ...names.map((name) => noop(name, "{{first.v}}")),
    noop(
      "last",
      names.map((name) => `{{${name}.v}}`),
    ),
  ];
  return { name: `Fan of ${width}`, parameters: numberX, actions, outputs: { v: "{{last.v}}" } };
}

/** One action that runs once per item of the list `xs`. */
export function forEach() {
  return {
    name: "For each",
    parameters: [{ name: "xs", type: "array" }],
    actions: [noop("each", "{{$item}}", { for_each: "{{xs}}" })],
  };
}

/** Waits for a signal that nobody sends, or for some hours. */
export function waiting(kind) {
  const config = kind === "signal" ? { signal: "never" } : { seconds: 36_000 };
  const action_type = kind === "signal" ? "wait_for_signal" : "wait";
  return {
    name: `Waits: ${kind}`,
    parameters: numberX,
    actions: [{ action_id: "wait", action_type, config }],
  };
}

/** Stops at an action that only ends in a process that lets it. */
export function gated() {
  return {
    name: "Gated",
    parameters: numberX,
    actions: [
      noop("a", "{{x}}"),
      { action_id: "b", action_type: "gate", config: { v: "{{a.v}}" } },
      noop("c", "{{b.v}}"),
    ],
    outputs: { v: "{{c.v}}" },
  };
}
