import * as fc from "fast-check";
import type { CompiledTemplate } from "../../expression";
import type { Outcome, Plan, PlanAction, PlanDependency } from "../../plan/plan";

/** A template that is never asked: the model shell makes up every value. */
const UNUSED: CompiledTemplate = {
  source: null,
  references: [],
  wholeRoot: false,
  constant: true,
  resolve: () => null,
};

/** What a test says of an action; the rest is filled in. */
export interface ActionSketch {
  readonly waits_for?: readonly PlanDependency[];
  readonly stage?: PlanAction["stage"];
  readonly hasCondition?: boolean;
  readonly isForEach?: boolean;
  readonly max_concurrency?: number;
  readonly max_attempts?: number;
  readonly continue_on_error?: boolean;
  readonly compensates?: boolean;
}

/** A plan of the given actions, called a0, a1, … */
export function planOf(sketches: readonly ActionSketch[], timeout_ms: number | null = null): Plan {
  const dependents = sketches.map((): number[] => []);
  sketches.forEach(({ waits_for = [] }, position) => {
    for (const { action } of waits_for) dependents[action]?.push(position);
  });
  const actions = sketches.map((sketch, position) => actionOf(sketch, position, dependents[position] ?? []));
  return {
    definition: { name: "sketch", parameters: [], actions: [] },
    actions,
    positions: new Map(actions.map((action) => [action.id, action.position])),
    main: actions.filter((action) => action.stage === "main").length,
    outputs: null,
    timeout_ms,
    concurrency: null,
  };
}

function actionOf(sketch: ActionSketch, position: number, dependents: readonly number[]): PlanAction {
  return {
    id: `a${position}`,
    position,
    type: "sketch",
    stage: sketch.stage ?? "main",
    waits_for: sketch.waits_for ?? [],
    dependents,
    condition: sketch.hasCondition
      ? { source: "", references: [], wholeRoot: false, evaluate: () => true }
      : null,
    for_each: sketch.isForEach ? UNUSED : null,
    max_concurrency: sketch.max_concurrency ?? Number.POSITIVE_INFINITY,
    config: UNUSED,
    retry: {
      max_attempts: sketch.max_attempts ?? 1,
      initial_interval_ms: 10,
      backoff_coefficient: 2,
      max_interval_ms: 40,
      jitter: false,
      non_retryable_codes: ["FINAL"],
    },
    timeout_ms: null,
    continue_on_error: sketch.continue_on_error ?? false,
    compensation: sketch.compensates ? { type: "sketch", config: UNUSED } : null,
  };
}

const outcomes = fc.subarray<Outcome>(["completed", "failed", "skipped"], { minLength: 1 });

/** Any valid plan: an action waits only for earlier ones of its own stage, so there is no cycle. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    main: fc.array(anySketch(), { minLength: 0, maxLength: 7 }),
    cleanup: fc.array(anySketch(), { minLength: 0, maxLength: 2 }),
    timeout: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }),
  })
  .map(({ main, cleanup, timeout }) =>
    planOf(
      [
        ...main.map((make, position) => make({ from: 0, position, stage: "main" })),
        ...cleanup.map((make, index) =>
          make({ from: main.length, position: main.length + index, stage: "cleanup" }),
        ),
      ],
      timeout,
    ),
  );

interface Place {
  /** The first position of the action's stage. */
  readonly from: number;
  readonly position: number;
  readonly stage: PlanAction["stage"];
}

function anySketch(): fc.Arbitrary<(place: Place) => ActionSketch> {
  return fc
    .record({
      waits: fc.uniqueArray(fc.record({ back: fc.nat({ max: 6 }), on: fc.option(outcomes, { nil: null }) }), {
        maxLength: 3,
        selector: (wait) => wait.back,
      }),
      hasCondition: fc.boolean(),
      isForEach: fc.boolean(),
      max_concurrency: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
      max_attempts: fc.integer({ min: 1, max: 3 }),
      continue_on_error: fc.boolean(),
      compensates: fc.boolean(),
    })
    .map(({ waits, ...sketch }) => ({ from, position, stage }: Place) => ({
      ...sketch,
      stage,
      waits_for: waits
        .map(({ back, on }) => ({ action: position - 1 - back, on }))
        .filter(({ action }) => action >= from),
    }));
}
