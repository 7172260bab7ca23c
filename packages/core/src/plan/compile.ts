import type { WorkflowAction, WorkflowDefinition } from "../definition";
import { formatPath, type Issue, issue, suggest } from "../errors";
import type { ActionCatalogue } from "./catalogue";
import { checkConfig } from "./check-config";
import { checkCycles, collectDependencies, type Draft } from "./dependencies";
import type { Plan, PlanAction, PlanDependency } from "./plan";
import { checkReferences, type Names } from "./references";
import { resolveRetry, toMs } from "./policies";
import { type ActionTemplates, type Path, type Report, TemplateCompiler } from "./templates";

/** A plan, or everything that keeps the definition from being one. */
export type CompileResult =
  | { readonly success: true; readonly plan: Plan; readonly errors: readonly [] }
  | { readonly success: false; readonly plan: null; readonly errors: readonly Issue[] };

/**
 * Compiles a definition: parses every expression, finds every dependency and checks every config.
 *
 * All problems are reported together.
 *
 * @example
 * const { plan, errors } = compilePlan(definition, actionCatalogue([greet.descriptor]));
 */
export function compilePlan(definition: WorkflowDefinition, catalogue: ActionCatalogue): CompileResult {
  const errors: Issue[] = [];
  const plan = new PlanCompiler(definition, catalogue, (found) => errors.push(found)).compile();
  return errors.length > 0 ? { success: false, plan: null, errors } : { success: true, plan, errors: [] };
}

/**
 * Compiles a definition that was valid when it was stored. An action type that this process lacks is
 * no problem yet: the action fails when its turn comes, and the others run.
 */
export function compileStored(definition: WorkflowDefinition, catalogue: ActionCatalogue): Plan {
  return new PlanCompiler(definition, catalogue, () => undefined).compile();
}

interface CompiledDraft extends Draft {
  readonly templates: ActionTemplates;
  readonly stage: PlanAction["stage"];
}

class PlanCompiler {
  private readonly templates: TemplateCompiler;
  private readonly placed: readonly { action: WorkflowAction; path: Path; stage: PlanAction["stage"] }[];
  private readonly positions: ReadonlyMap<string, number>;
  private readonly parameters: ReadonlySet<string>;
  private readonly main: number;

  constructor(
    private readonly definition: WorkflowDefinition,
    private readonly catalogue: ActionCatalogue,
    private readonly report: Report,
  ) {
    this.templates = new TemplateCompiler(report, (type) => catalogue.get(type));
    this.placed = [
      ...definition.actions.map((action, index) => ({ action, path: ["actions", index], stage: "main" as const })),
      ...(definition.on_failure ?? []).map((action, index) => ({
        action,
        path: ["on_failure", index],
        stage: "cleanup" as const,
      })),
    ];
    this.main = definition.actions.length;
    this.positions = new Map(this.placed.map(({ action }, position) => [action.action_id, position]));
    this.parameters = new Set(definition.parameters.map((parameter) => parameter.name));
  }

  compile(): Plan {
    const { definition } = this;
    const drafts = this.placed.map((placed, position) => this.draft({ ...placed, position }));
    const waitsFor = drafts.map((draft) => collectDependencies(draft, this.namesOf(draft.stage).sameStage, this.report));
    checkCycles(drafts, waitsFor, this.report);
    const dependents = invert(waitsFor);
    return Object.freeze({
      definition,
      actions: drafts.map((draft, position) =>
        this.planAction(draft, { waits_for: waitsFor[position] ?? [], dependents: dependents[position] ?? [] }),
      ),
      positions: this.positions,
      main: this.main,
      outputs: this.outputs(),
      timeout_ms: toMs(definition.timeout_seconds),
      concurrency: this.concurrency(),
    });
  }

  private draft({ action, path, stage, position }: { action: WorkflowAction; path: Path; stage: PlanAction["stage"]; position: number }): CompiledDraft {
    this.checkType(action, path);
    const templates = this.templates.action(action, path);
    const { names, sameStage } = this.namesOf(stage);
    const reads = new Set<number>();
    for (const site of templates.sites) {
      const known = site.path.includes("compensate") ? { ...names, variables: ["error"] } : names;
      for (const read of checkReferences(site, known, this.report)) {
        const id = this.placed[read]?.action.action_id ?? "";
        if (site.implies && sameStage.has(id)) reads.add(read);
      }
    }
    return { action, path, position, reads, templates, stage };
  }

  /** What an action of a stage may name, and which of these actions it can wait for. */
  private namesOf(stage: PlanAction["stage"]): { names: Names; sameStage: ReadonlyMap<string, number> } {
    const { parameters, positions } = this;
    if (stage === "main") {
      return { names: { parameters, actions: this.mainPositions, variables: [] }, sameStage: this.mainPositions };
    }
    return { names: { parameters, actions: positions, variables: ["error"] }, sameStage: this.cleanupPositions };
  }

  private get mainPositions(): ReadonlyMap<string, number> {
    return this.stagePositions("main");
  }

  private get cleanupPositions(): ReadonlyMap<string, number> {
    return this.stagePositions("cleanup");
  }

  private readonly byStage = new Map<PlanAction["stage"], ReadonlyMap<string, number>>();

  private stagePositions(stage: PlanAction["stage"]): ReadonlyMap<string, number> {
    const known = this.byStage.get(stage);
    if (known !== undefined) return known;
    const made = new Map([...this.positions].filter(([, position]) => position < this.main === (stage === "main")));
    this.byStage.set(stage, made);
    return made;
  }

  private checkType(action: WorkflowAction, path: Path): void {
    this.checkUse(action, path);
    if (action.compensate !== undefined) this.checkUse(action.compensate, [...path, "compensate"]);
  }

  private checkUse({ action_type, config }: Pick<WorkflowAction, "action_type" | "config">, path: Path): void {
    const descriptor = this.catalogue.get(action_type);
    if (descriptor !== undefined) {
      for (const found of checkConfig(descriptor, { config: config ?? {}, path: [...path, "config"] })) this.report(found);
      return;
    }
    const installed = this.catalogue.types();
    const suggestion = suggest(action_type, installed);
    const place = formatPath([...path, "action_type"]);
    this.report(issue("UNKNOWN_ACTION_TYPE", place, { action_type, installed, ...(suggestion === undefined ? {} : { suggestion }) }));
  }

  private planAction(draft: CompiledDraft, edges: Pick<PlanAction, "waits_for" | "dependents">): PlanAction {
    const { action, position, stage, templates } = draft;
    const { defaults } = this.definition;
    return Object.freeze({
      id: action.action_id,
      position,
      type: action.action_type,
      stage,
      ...edges,
      condition: templates.condition,
      for_each: templates.forEach,
      max_concurrency: action.max_concurrency ?? Number.POSITIVE_INFINITY,
      config: templates.config,
      retry: resolveRetry(action.retry ?? defaults?.retry),
      timeout_ms: toMs(action.timeout_seconds ?? defaults?.timeout_seconds),
      continue_on_error: action.on_error === "continue",
      compensation:
        action.compensate === undefined || templates.compensation === null
          ? null
          : { type: action.compensate.action_type, config: templates.compensation },
    });
  }

  private outputs(): Plan["outputs"] {
    const { outputs } = this.definition;
    if (outputs === undefined) return null;
    const compiled = this.templates.template(outputs, ["outputs"]);
    const site = { references: compiled.references, path: ["outputs"], inItem: false, implies: false };
    checkReferences(site, this.namesOf("main").names, this.report);
    return compiled;
  }

  private concurrency(): Plan["concurrency"] {
    const { concurrency } = this.definition;
    if (concurrency === undefined) return null;
    const { limit, key } = concurrency;
    if (key === undefined) return { limit, key: null };
    const compiled = this.templates.template(key, ["concurrency", "key"]);
    const site = { references: compiled.references, path: ["concurrency", "key"], inItem: false, implies: false };
    checkReferences(site, { parameters: this.parameters, actions: new Map(), variables: [] }, this.report);
    return { limit, key: compiled };
  }
}

function invert(waitsFor: readonly (readonly PlanDependency[])[]): number[][] {
  const dependents: number[][] = waitsFor.map(() => []);
  waitsFor.forEach((dependencies, position) => {
    for (const action of new Set(dependencies.map((dependency) => dependency.action))) dependents[action]?.push(position);
  });
  return dependents;
}
