import {
  ActionError,
  type ActionInterceptor,
  defineAction,
  definePlugin,
  type Plugin,
  type WorkflowDefinition,
} from "@tutti/core";
import { isControlAction } from "@tutti/core/runtime";
import { z } from "zod";
import { toMs } from "../clock/duration";
import type { MockRoute, MockServiceMesh } from "../mesh";
import { type MeshClock, wait } from "../mesh/mesh-clock";
import type { ActionsSpec, AnswerSpec, OutcomeSpec, ServicesSpec } from "./schema/mocks";

/** Scripts the services of a case. */
export function scriptServices(mesh: MockServiceMesh, services: ServicesSpec): void {
  for (const [name, routes] of Object.entries(services)) {
    const service = mesh.service(name);
    for (const [route, answers] of Object.entries(routes)) {
      const [method = "", path = ""] = route.split(" ");
      scriptRoute(service.on(method, path), answers);
    }
  }
}

function scriptRoute(route: MockRoute, answers: readonly AnswerSpec[]): void {
  const all = answers.flatMap((answer) => Array.from({ length: answer.times }, () => answer));
  for (const answer of all.slice(0, -1)) addAnswer(route, answer, "Once");
  const last = all.at(-1);
  if (last !== undefined) addAnswer(route, last, "");
}

function addAnswer(route: MockRoute, answer: AnswerSpec, kind: "Once" | ""): void {
  const delayMs = toMs(answer.delay ?? 0);
  if ("drop" in answer) route[`drop${kind}`]({ delayMs });
  else if ("fail" in answer)
    route[`fail${kind}`](answer.fail, answer.body, { headers: answer.headers, delayMs });
  else route[`reply${kind}`](answer.reply, { status: answer.status, headers: answer.headers, delayMs });
}

/** The type of actions that no installed plugin performs. */
const MOCKED = "mocked";

/** The plugin behind mocked actions of types that no plugin brings. */
export function mockedPlugin(): Plugin {
  const mocked = defineAction({
    type: MOCKED,
    description: "Gives what the test says.",
    config: z.looseObject({}),
    execute: () => null,
  });
  return definePlugin({ name: "mocked", version: "1.0.0", actions: [mocked] })();
}

/** The mocked actions of a case, and the compensations. */
export interface MockedActions {
  readonly actions: ActionsSpec;
  readonly compensations: ActionsSpec;
}

/**
 * A definition whose mocked actions need no plugin: those of the core, and those that no plugin brings, get
 * a type of the testkit's. Others keep theirs, so that their configs are checked.
 */
export function withMockedTypes<T extends Pick<WorkflowDefinition, "actions" | "on_failure">>(
  definition: T,
  { actions, compensations }: MockedActions,
  isInstalled: (type: string) => boolean,
): T {
  const typeOf = (type: string, isMocked: boolean): string =>
    isMocked && (isControlAction(type) || !isInstalled(type)) ? MOCKED : type;
  const replaced = (list: WorkflowDefinition["actions"]): WorkflowDefinition["actions"] =>
    list.map((action) => {
      const { action_id: id, compensate } = action;
      const action_type = typeOf(action.action_type, Object.hasOwn(actions, id));
      if (compensate === undefined) return { ...action, action_type };
      const undo = typeOf(compensate.action_type, Object.hasOwn(compensations, id));
      return { ...action, action_type, compensate: { ...compensate, action_type: undo } };
    });
  const { on_failure } = definition;
  return {
    ...definition,
    actions: replaced(definition.actions),
    ...(on_failure === undefined ? {} : { on_failure: replaced(on_failure) }),
  };
}

/** Gives the outcomes of mocked actions in place of their executors. */
export function mockInterceptor(
  { actions, compensations }: MockedActions,
  clock: MeshClock,
): ActionInterceptor {
  const left = { action: new Map<string, OutcomeSpec[]>(), compensation: new Map<string, OutcomeSpec[]>() };
  return async (call, next) => {
    const { actionId, signal } = call.context;
    const outcomes = (call.isCompensation ? compensations : actions)[actionId];
    if (outcomes === undefined) return next(call);
    const outcome = take(left[call.isCompensation ? "compensation" : "action"], actionId, outcomes);
    if (outcome.delay !== undefined) await wait(clock, toMs(outcome.delay), signal);
    if ("output" in outcome) return outcome.output;
    throw new ActionError(outcome.error);
  };
}

/** The next outcome of an action; the last one lasts. */
function take(left: Map<string, OutcomeSpec[]>, id: string, all: readonly OutcomeSpec[]): OutcomeSpec {
  const queue =
    left.get(id) ?? all.flatMap((outcome) => Array.from({ length: outcome.times }, () => outcome));
  left.set(id, queue);
  return (queue.length > 1 ? queue.shift() : queue[0]) as OutcomeSpec;
}
