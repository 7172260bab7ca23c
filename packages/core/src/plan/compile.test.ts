import * as fc from "fast-check";
import { z } from "zod";
import type { WorkflowDefinition } from "../definition";
import { defineAction } from "../plugin/index";
import { actionCatalogue } from "./catalogue";
import { compilePlan, compileStored } from "./compile";
import {
  actionTypes,
  anyAcyclicGraph,
  definitionOf,
  errorsOf,
  notify,
  planOf,
  workflow,
  workflowOfGraph,
} from "./testing/definitions";

describe("a plan", () => {
  const input = workflow(
    [
      notify("a", {
        retry: { max_attempts: 5 },
        timeout_seconds: 2,
        compensate: { action_type: "notification", config: { message: "undo" } },
      }),
      notify("b", {
        depends_on: "a",
        condition: true,
        for_each: { items: [1, 2], max_concurrency: 2 },
        on_error: "continue",
      }),
    ],
    {
      outputs: { text: "{{a.x}}" },
      timeout_seconds: 60,
      defaults: { timeout_seconds: 9, retry: { jitter: false } },
      concurrency: { limit: 3, key: "same" },
      on_failure: [notify("tell")],
    },
  );

  test("holds each action with everything that can be known before it runs", () => {
    const { actions } = planOf(input);
    expect(actions[0]).toMatchObject({
      id: "a",
      position: 0,
      type: "notification",
      stage: "main",
      waits_for: [],
      dependents: [1],
      condition: null,
      for_each: null,
      max_concurrency: Number.POSITIVE_INFINITY,
      config: { source: { message: "hi" }, constant: true },
      retry: { max_attempts: 5, jitter: true },
      timeout_ms: 2000,
      continue_on_error: false,
      compensation: { type: "notification", config: { source: { message: "undo" } } },
    });
    expect(actions[1]).toMatchObject({
      waits_for: [{ action: 0, on: null }],
      condition: { source: "true" },
      for_each: { source: [1, 2] },
      max_concurrency: 2,
      retry: { max_attempts: 3, jitter: false },
      timeout_ms: 9000,
      continue_on_error: true,
      compensation: null,
    });
    expect(actions[2]?.stage).toBe("cleanup");
  });

  test("holds what is of the whole workflow", () => {
    const definition = definitionOf(input);
    const { plan } = compilePlan(definition, actionTypes);
    expect(plan).toMatchObject({
      definition,
      main: 2,
      outputs: { source: { text: "{{a.x}}" } },
      timeout_ms: 60_000,
      concurrency: { limit: 3, key: { source: "same" } },
    });
    expect(Object.fromEntries(plan?.positions ?? [])).toEqual({ a: 0, b: 1, tell: 2 });
  });

  test("of an empty workflow is empty", () => {
    expect(planOf({ name: "w" })).toMatchObject({
      actions: [],
      main: 0,
      outputs: null,
      timeout_ms: null,
      concurrency: null,
    });
    expect(planOf(workflow([], { concurrency: { limit: 2 } })).concurrency).toEqual({ limit: 2, key: null });
  });

  test("is frozen", () => {
    const plan = planOf(input);
    const [a, b] = plan.actions;
    const { retry, compensation, dependents } = a ?? {};
    const parts = [plan, plan.actions, plan.concurrency, a, retry, compensation, dependents, b?.waits_for];
    expect([...parts, b?.waits_for[0]].map((part) => part !== undefined && Object.isFrozen(part))).toEqual(
      Array(9).fill(true),
    );
  });

  test("is there when there are no errors, and only then", () => {
    expect(compilePlan(definitionOf(input), actionTypes)).toMatchObject({ success: true, errors: [] });
    expect(compilePlan(definitionOf(input), [])).toMatchObject({ success: false, plan: null });
  });
});

describe("the action types", () => {
  const definition = (): WorkflowDefinition =>
    definitionOf(workflow([notify("a"), { action_id: "b", action_type: "wait", config: { seconds: 1 } }]));
  const greet = defineAction({
    type: "notification",
    description: "",
    config: z.strictObject({ message: z.string() }),
    execute: () => ({}),
  });

  test.each([
    ["a list of descriptors", actionTypes],
    ["what defineAction gave", [greet]],
    ["a catalogue", actionCatalogue(actionTypes)],
    ["any other collection", new Set(actionTypes)],
  ])("may be given as %s", (_name, actions) => {
    expect(compilePlan(definition(), actions).errors).toEqual([]);
  });

  test("are the core's own when none are given", () => {
    expect(compilePlan(definition()).errors.map(({ message }) => message)).toEqual([
      'Unknown action_type "notification": Installed: wait, wait_for_signal, wait_for_event, emit_event, run_workflow, fail.',
    ]);
  });

  test("of the core can't be replaced", () => {
    const catalogue = actionCatalogue([{ ...greet.descriptor, type: "wait" }, greet]);
    expect(catalogue.get("wait")?.description).toMatch(/^Waits/);
    expect(catalogue.types()).toEqual([
      "notification",
      "wait",
      "wait_for_signal",
      "wait_for_event",
      "emit_event",
      "run_workflow",
      "fail",
    ]);
  });

  test("that this process lacks are no problem of a stored definition", () => {
    const stored = compileStored(definition(), actionCatalogue());
    expect(stored.actions.map(({ type }) => type)).toEqual(["notification", "wait"]);
  });
});

test("an expression with a mistake is told with its place and its position", () => {
  const { errors } = compilePlan(
    definitionOf(workflow([notify("a"), notify("b", { condition: "a.status == 200", for_each: "{{a.(}}" })])),
    actionTypes,
  );
  expect(errors).toEqual([
    {
      code: "INVALID_EXPRESSION",
      path: "actions[1].condition",
      message: expect.stringMatching(/^Invalid expression "a\.status == 200" at position \d+: /) as unknown,
      fix: "JSONata compares with a single =: a = b.",
    },
    {
      code: "INVALID_EXPRESSION",
      path: "actions[1].for_each",
      message: expect.stringMatching(/^Invalid expression "a\.\("/) as unknown,
      fix: expect.stringMatching(/JSONata/) as unknown,
    },
  ]);
});

test("of very many errors only the first are told, and that there are more", () => {
  const many = notify("a", { config: { message: "hi", channels: Array(1100).fill("{{nobody}}") } });
  const { errors } = compilePlan(definitionOf(workflow([many])), actionTypes);
  expect(errors).toHaveLength(1001);
  expect(errors.at(-1)?.code).toBe("INVALID_DEFINITION");
});

describe("any definition without a cycle", () => {
  test("compiles, and its actions wait for just what they name and read", () => {
    fc.assert(
      fc.property(anyAcyclicGraph, (graph) => {
        const { actions } = planOf(workflowOfGraph(graph));
        actions.forEach(({ waits_for, dependents }, position) => {
          const { named = [], read = [] } = graph[position] ?? {};
          expect(new Set(waits_for.map(({ action }) => action))).toEqual(new Set([...named, ...read]));
          for (const dependent of dependents)
            expect(actions[dependent]?.waits_for.map(({ action }) => action)).toContain(position);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("has one when an edge back is added, and the answer names a real one", () => {
    const withBackEdge = anyAcyclicGraph.chain((graph) => {
      const edges = graph.flatMap(({ named, read }, from) =>
        [...named, ...read].map((to) => [from, to] as const),
      );
      const edge = edges.length === 0 ? fc.constant([0, 0] as const) : fc.constantFrom(...edges);
      return edge.map(([from, to]) =>
        graph.map((node, position) => (position === to ? { ...node, read: [...node.read, from] } : node)),
      );
    });
    fc.assert(
      fc.property(withBackEdge, (graph) => {
        const errors = errorsOf(workflowOfGraph(graph));
        expect(errors.length).toBeGreaterThan(0);
        for (const error of errors) {
          const [, route = ""] =
            /^DEPENDENCY_CYCLE actions\[\d+\]: Dependency cycle: (.*)\.$/.exec(error) ?? [];
          const steps = route.split(" -> ").map((id) => Number(id.slice(1)));
          expect(steps.at(-1)).toBe(steps[0]);
          steps.slice(1).forEach((to, step) => {
            const { named = [], read = [] } = graph[steps[step] ?? -1] ?? {};
            expect([...named, ...read]).toContain(to);
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("10,000 actions", () => {
  const chain = (message: (position: number) => string): object =>
    workflow(
      Array.from({ length: 10_000 }, (_, position) =>
        notify(`a${position}`, { config: { message: message(position) } }),
      ),
    );

  /** The best of some runs: the machine may be busy. */
  function millisecondsOf(run: () => void): number {
    const times = Array.from({ length: 3 }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    });
    return Math.min(...times);
  }

  test("in a chain compile far sooner than a quadratic pass could", () => {
    const definition = definitionOf(
      chain((position) => (position === 0 ? "x" : `{{a${position - 1}.message}}`)),
    );
    expect(millisecondsOf(() => compilePlan(definition, actionTypes))).toBeLessThan(3_000);
  });

  test("with as many unknown names are refused soon, with 1000 errors", () => {
    const definition = definitionOf(chain(() => "{{nothing.at.all}}"));
    const { errors } = compilePlan(definition, actionTypes);
    expect(errors).toHaveLength(1001);
    expect(errors.at(-1)?.message).toBe("There are more problems than these 1000.");
    expect(JSON.stringify(errors).length).toBeLessThan(2_000_000);
    expect(millisecondsOf(() => compilePlan(definition, actionTypes))).toBeLessThan(5_000);
  });

  test("that wait for everything before them have few edges", () => {
    const { actions } = planOf(chain(() => "{{$count($keys($$))}}"));
    expect(actions.reduce((edges, { waits_for }) => edges + waits_for.length, 0)).toBe(9_999);
  });
});
