import { type ActionContext, defineAction, definePlugin, type Plugin, type WorkflowInput } from "@tutti/core";
import { z } from "zod";

/** A kind of workflow, and what comes out of it for the parameter `n`. */
export interface Kind {
  readonly name: string;
  /** The definition; `chain` is the id of the workflow of that name. */
  readonly definition: (chain: string) => WorkflowInput;
  readonly status: "completed" | "failed";
  readonly result: (n: number) => unknown;
  /** Actions that must have been undone. */
  readonly undone: readonly string[];
}

/** What a `tally` gives: its number and which process has run it. */
export interface Tally {
  readonly n: number;
  readonly process: number;
}

const parameters = [{ name: "n", type: "integer" }] as const;
const tally = (action_id: string, n: string, rest: object = {}) => ({
  action_id,
  action_type: "tally",
  config: { n },
  ...rest,
});

/** Between them the kinds use what a crash can cut: chains, items, timers, retries, children, compensation. */
export const kinds: readonly Kind[] = [
  {
    name: "chain",
    definition: () => ({
      name: "chain",
      parameters,
      actions: [
        tally("a", "{{n}}"),
        { action_id: "nap", action_type: "wait", config: { seconds: 0.02 }, depends_on: "a" },
        tally("b", "{{a.n + 1}}", { depends_on: "nap" }),
        tally("fan", "{{$item}}", { for_each: "{{[n, b.n]}}", max_concurrency: 1 }),
      ],
      outputs: { sum: "{{$sum(fan.n)}}" },
    }),
    status: "completed",
    result: (n) => ({ sum: 2 * n + 1 }),
    undone: [],
  },
  {
    name: "parent",
    definition: (chain) => ({
      name: "parent",
      parameters,
      actions: [
        {
          action_id: "child",
          action_type: "run_workflow",
          config: { workflow_id: chain, parameters: { n: "{{n}}" } },
        },
        tally("last", "{{child.sum}}"),
      ],
      outputs: { sum: "{{last.n}}" },
    }),
    status: "completed",
    result: (n) => ({ sum: 2 * n + 1 }),
    undone: [],
  },
  {
    name: "undo",
    definition: () => ({
      name: "undo",
      parameters,
      actions: [
        tally("a", "{{n}}", { compensate: { action_type: "tally", config: { n: -1 } } }),
        {
          ...tally("flaky", "{{a.n}}", { retry: { max_attempts: 2, initial_interval_ms: 5, jitter: false } }),
          action_type: "fails",
        },
      ],
    }),
    status: "failed",
    result: () => null,
    undone: ["a"],
  },
];

/** The plugin whose actions tell, each time they run, what they run for. */
export function tallyPlugin(process: number, ran: (key: string) => void): Plugin {
  const config = z.object({ n: z.number() });
  const tell = ({ idempotencyKey }: ActionContext): void => ran(idempotencyKey);
  const tallied = defineAction({
    type: "tally",
    description: "Counts a run.",
    config,
    execute: ({ n }, _needs, context): Tally => {
      tell(context);
      return { n, process };
    },
  });
  const fails = defineAction({
    type: "fails",
    description: "Fails.",
    config,
    execute: (_config, _needs, context) => {
      tell(context);
      throw new Error("It never works.");
    },
  });
  return definePlugin({ name: "tally", version: "1.0.0", actions: [tallied, fails] })();
}
