import { consoleLogger, createOrchestrator, type Execution, type Orchestrator } from "@tutti/core";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { parse } from "yaml";
import { startExampleServices } from "./example-services";
import { fencesIn, type Fence } from "./markdown";
import type { Page } from "./pages";

/** The fences that may follow a workflow, by their flag. */
type Part = "parameters" | "signals" | "result" | "execution" | "errors";
const PARTS: readonly string[] = ["parameters", "signals", "result", "execution", "errors"] satisfies Part[];

/** A workflow on a page, with what is said about it. */
export interface WorkflowExample {
  /** The page and the line on which the workflow starts. */
  readonly place: string;
  /** `run`: a test runs it. `invalid`: it is refused. */
  readonly kind: string;
  readonly definition: unknown;
  /** The texts of the fences that follow, by their flag. */
  readonly parts: ReadonlyMap<string, string>;
}

/**
 * The workflows of a page that are run, and those whose errors are told. Throws for one that is run and
 * says nothing about its outcome.
 */
export function workflowExamples({ file, text }: Page): WorkflowExample[] {
  const examples = groupsIn(text).map(({ first, parts }) => ({
    place: `${file}:${first.line}`,
    kind: first.flags[0] ?? "",
    definition: parse(first.text) as unknown,
    parts,
  }));
  const silent = examples.find((example) => example.kind === "run" && !hasOutcome(example));
  if (silent !== undefined)
    throw new Error(`${silent.place}: no "json result" and no "json execution" follows`);
  return examples.filter(({ kind, parts }) => kind === "run" || parts.has("errors"));
}

function hasOutcome({ parts }: Pick<WorkflowExample, "parts">): boolean {
  return parts.has("result") || parts.has("execution");
}

/** A workflow's fence, and the texts of the fences that belong to it. */
interface Group {
  readonly first: Fence;
  readonly parts: Map<string, string>;
}

function groupsIn(text: string): Group[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  for (const fence of fencesIn(text)) {
    const [flag = ""] = fence.flags;
    if (fence.language === "json" && PARTS.includes(flag)) group?.parts.set(flag, fence.text);
    if (fence.language !== "yaml") continue;
    group = flag === "run" || flag === "invalid" ? { first: fence, parts: new Map() } : undefined;
    if (group !== undefined) groups.push(group);
  }
  return groups;
}

/** How an example came out, beside what its page says. */
export interface Outcome {
  readonly execution: Execution | null;
  /** What was said of `execution.result`; undefined: nothing. */
  readonly result: unknown;
  /** A part of the execution. */
  readonly expected: object;
}

/** Runs examples with the three plugins and the example services, one after the other. */
export class ExampleRunner {
  /** The workflows so far, by name: `<id of NAME>` in the parameters of an example stands for one. */
  private readonly ids = new Map<string, string>();

  private constructor(
    private readonly orchestrator: Orchestrator,
    private readonly closeServices: () => void,
  ) {}

  static async start(): Promise<ExampleRunner> {
    const example = await startExampleServices();
    const plugins = [notification(), transform(), serviceCall({ services: example.services })];
    process.env["TUTTI_SECRET_SHOP_KEY"] = "example-key-4711";
    return new ExampleRunner(
      await createOrchestrator({ plugins, logger: consoleLogger({ level: "silent" }) }),
      () => example.close(),
    );
  }

  async stop(): Promise<void> {
    await this.orchestrator.stop();
    this.closeServices();
  }

  async run({ definition, parts }: WorkflowExample): Promise<Outcome> {
    const { workflows } = this.orchestrator;
    const created = await workflows.createWorkflow(definition, "reader");
    if (!created.success) throw new Error(created.message);
    this.ids.set(created.workflow.name, created.workflow.workflow_id);
    const started = await workflows.startWorkflow(
      created.workflow.workflow_id,
      this.read(parts, "parameters") as object,
      "reader",
    );
    const id = started.execution?.execution_id ?? "";
    const signals = this.read(parts, "signals") as Readonly<Record<string, unknown>>;
    for (const [name, payload] of Object.entries(signals)) {
      await workflows.signalExecution(id, name, payload, "reader");
    }
    const { execution, message } = started.success ? await workflows.waitForExecution(id) : started;
    if (execution === null) throw new Error(message);
    const result = parts.has("result") ? this.read(parts, "result") : undefined;
    return { execution, result, expected: this.read(parts, "execution") as object };
  }

  /** The errors with which an example is refused, and what its page says of them; each in the order of paths. */
  async refuse({ definition, parts }: WorkflowExample): Promise<{ errors: ErrorOf[]; expected: ErrorOf[] }> {
    const { errors } = await this.orchestrator.workflows.validateWorkflow(definition);
    return { errors: byPath(errors), expected: byPath(this.read(parts, "errors") as ErrorOf[]) };
  }

  private read(parts: WorkflowExample["parts"], part: Part): unknown {
    const text = parts.get(part) ?? "{}";
    return JSON.parse(text.replace(/<id of ([^>]+)>/g, (_, name: string) => this.ids.get(name) ?? ""));
  }
}

interface ErrorOf {
  readonly path: string;
}

function byPath(errors: readonly ErrorOf[]): ErrorOf[] {
  return errors.toSorted((a, b) => a.path.localeCompare(b.path));
}
