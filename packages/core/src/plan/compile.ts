import { type DefinitionParts, partsOf, toIssues, type WorkflowDefinition } from "../definition";
import type { Issue } from "../errors";
import type { CompiledTemplate } from "../expression";
import type { Json } from "../json/json";
import { type ActionCatalogue, actionCatalogue, type ActionSource } from "./catalogue";
import { cycleIssues, dependenciesOf, dependencyIssues, type WaitsFor } from "./dependencies";
import { type Draft, draftOf, scopedSites } from "./drafts";
import { type Names, positionsOf, type Scopes, scopesOf } from "./names";
import { arrange } from "./order";
import type { Plan, PlanAction } from "./plan";
import { resolveRetry, toMs } from "./policies";
import { referenceIssues } from "./references";
import { type Path, type Site, templateSite } from "./sites";
import { triggerIssues } from "./triggers";
import { useIssues } from "./uses";

/** A plan, or everything that keeps the definition from being one. */
export type CompileResult =
  | { readonly success: true; readonly plan: Plan; readonly errors: readonly [] }
  | { readonly success: false; readonly plan: null; readonly errors: readonly Issue[] };

/**
 * Compiles a definition that `parseDefinition` gave: parses every expression, finds every dependency
 * and checks every config. All problems come in one answer, by their place in the definition.
 *
 * @param actions the action types there are: a catalogue, or a list of what `defineAction` gave or of
 * descriptors. Left out, only the core's own are known: `wait`, `wait_for_signal`, …
 *
 * @example
 * const { definition } = parseDefinition({ name: "Hello", actions: [{ action_id: "hi", action_type: "greet" }] });
 * if (definition !== null) compilePlan(definition, [greet]).errors;
 */
export function compilePlan(definition: WorkflowDefinition, actions?: ActionSource): CompileResult {
  const catalogue = actionCatalogue(actions);
  const pieces = compileParts(partsOf(definition), catalogue);
  const found = toIssues("INVALID_DEFINITION", planIssues(pieces, catalogue));
  if (found.length > 0) return { success: false, plan: null, errors: arrange(found, definition) };
  return { success: true, plan: assemblePlan(definition, pieces), errors: [] };
}

/**
 * Compiles a definition that was valid when it was stored. An action type that this process lacks is
 * no problem yet: the action fails when its turn comes, and the others run.
 */
export function compileStored(definition: WorkflowDefinition, catalogue: ActionCatalogue): Plan {
  return assemblePlan(definition, compileParts(partsOf(definition), catalogue));
}

/** What a plan is made of, and what its problems are found in. */
export interface PlanPieces {
  readonly parts: DefinitionParts;
  readonly scopes: Scopes;
  readonly drafts: readonly Draft[];
  readonly waitsFor: WaitsFor;
  readonly outputs: Site<CompiledTemplate> | null;
  readonly concurrencyKey: Site<CompiledTemplate> | null;
}

/** Compiles the expressions of a definition, as far as they are there and sound. */
export function compileParts(parts: DefinitionParts, catalogue: ActionCatalogue): PlanPieces {
  const { actions, outputs, concurrencyKey } = parts;
  const scopes = scopesOf(parts);
  const drafts = actions.map((action) => draftOf(action, catalogue));
  const site = (written: Json | undefined, path: Path) =>
    written === undefined ? null : templateSite({ written, path });
  return {
    parts,
    scopes,
    drafts,
    waitsFor: dependenciesOf(drafts, scopes),
    outputs: site(outputs, ["outputs"]),
    concurrencyKey: site(concurrencyKey, ["concurrency", "key"]),
  };
}

/** Finds everything that keeps the pieces from being a plan. Lazy, so that a caller can stop after the first so many. */
export function* planIssues(pieces: PlanPieces, catalogue: ActionCatalogue): Generator<Issue> {
  const { parts, scopes, drafts, waitsFor, outputs, concurrencyKey } = pieces;
  for (const draft of drafts) {
    yield* useIssues(draft, catalogue);
    yield* dependencyIssues(draft, scopes);
    for (const { site, names } of scopedSites(draft, scopes)) yield* siteIssues(site, names);
  }
  yield* cycleIssues(drafts, waitsFor);
  if (outputs !== null) yield* siteIssues(outputs, scopes.main);
  if (concurrencyKey !== null) yield* siteIssues(concurrencyKey, scopes.concurrencyKey);
  yield* triggerIssues(parts);
}

function* siteIssues(site: Site, names: Names): Generator<Issue> {
  yield* site.issues;
  yield* referenceIssues(site, names);
}

/** Puts the pieces of a valid definition together. */
export function assemblePlan(definition: WorkflowDefinition, pieces: PlanPieces): Plan {
  const { parts, drafts, waitsFor, outputs, concurrencyKey } = pieces;
  const { actions, timeout_seconds, concurrency } = definition;
  const dependents = invert(waitsFor);
  const planned = drafts.map((draft, position) =>
    planAction(definition, draft, {
      position,
      waits_for: waitsFor[position] ?? [],
      dependents: dependents[position] ?? [],
    }),
  );
  return Object.freeze({
    definition,
    actions: Object.freeze(planned),
    positions: positionsOf(parts),
    main: actions.length,
    outputs: outputs?.compiled ?? null,
    timeout_ms: toMs(timeout_seconds),
    concurrency:
      concurrency === undefined
        ? null
        : Object.freeze({ limit: concurrency.limit, key: concurrencyKey?.compiled ?? null }),
  });
}

type Place = Pick<PlanAction, "position" | "waits_for" | "dependents">;

function planAction({ defaults }: WorkflowDefinition, draft: Draft, place: Place): PlanAction {
  const { action, list } = draft;
  return Object.freeze({
    id: action.action_id,
    type: action.action_type,
    stage: list === "actions" ? "main" : "cleanup",
    ...place,
    ...expressionsOf(draft),
    max_concurrency: action.max_concurrency ?? Number.POSITIVE_INFINITY,
    retry: resolveRetry(action.retry ?? defaults?.retry),
    timeout_ms: toMs(action.timeout_seconds ?? defaults?.timeout_seconds),
    continue_on_error: action.on_error === "continue",
  });
}

type Expressions = Pick<PlanAction, "condition" | "for_each" | "config" | "compensation">;

function expressionsOf({ action, condition, forEach, config, compensation }: Draft): Expressions {
  const type = action.compensate?.action_type;
  return {
    condition: condition?.compiled ?? null,
    for_each: forEach?.compiled ?? null,
    config: config.compiled,
    compensation:
      type === undefined || compensation === null
        ? null
        : Object.freeze({ type, config: compensation.compiled }),
  };
}

/** By position: which actions wait for each. */
function invert(waitsFor: WaitsFor): readonly (readonly number[])[] {
  const dependents: number[][] = waitsFor.map(() => []);
  waitsFor.forEach((dependencies, position) => {
    for (const { action } of dependencies) dependents[action]?.push(position);
  });
  return dependents.map((positions) => Object.freeze(positions));
}
