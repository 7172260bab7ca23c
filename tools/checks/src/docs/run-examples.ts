import { consoleLogger, createOrchestrator, type Execution, type Orchestrator } from "@tutti/core";
import { notification } from "@tutti/plugin-notification";
import { serviceCall } from "@tutti/plugin-service-call";
import { transform } from "@tutti/plugin-transform";
import { parse } from "yaml";
import { startExampleServices } from "./example-services";
import { fencesIn } from "./markdown";
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
  const examples: (WorkflowExample & { parts: Map<string, string> })[] = [];
  let isOpen = false;
  for (const { flags, language, line, text: source } of fencesIn(text)) {
    const [kind = ""] = flags;
    if (language === "yaml" && (kind === "run" || kind === "invalid")) {
      examples.push({ place: `${file}:${line}`, kind, definition: parse(source), parts: new Map() });
      isOpen = true;
    } else if (language === "json" && PARTS.includes(kind)) {
      if (isOpen) examples.at(-1)?.parts.set(kind, source);
    } else isOpen &&= language !== "yaml";
  }
  const silent = examples.find(
    ({ kind, parts }) => kind === "run" && !parts.has("result") && !parts.has("execution"),
  );
  if (silent !== undefined)
    throw new Error(`${silent.place}: no "json result" and no "json execution" follows`);
  return examples.filter(({ kind, parts }) => kind === "run" || parts.has("errors"));
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
    const { services, close } = await startExampleServices();
    const plugins = [notification(), transform(), serviceCall({ services })];
    process.env["TUTTI_SECRET_SHOP_KEY"] = "example-key-4711";
    return new ExampleRunner(
      await createOrchestrator({ plugins, logger: consoleLogger({ level: "silent" }) }),
      close,
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
