import { createClient, type TuttiClient, TuttiClientError } from "@tutti/client";
import type {
  CloudEvent,
  Execution,
  ExecutionResult,
  Issue,
  ValidationResult,
  Workflow,
  WorkflowDefinition,
  WorkflowResult,
} from "@tutti/core";
import type { ActionJson } from "../render/catalogue";
import { clientFailure, serverFailure } from "./server-failure";
import type { Ask, FollowEnd, FollowOptions, Reading, StartRequest, WorkflowAccess } from "./access";
import { putWorkflow } from "./put-workflow";
import type { ServerTarget } from "./target";

/** How long (ms) to try to reach a server that is away: a moment for a request, a restart for who follows. */
const BUDGET_MS = { request: 2000, stream: 120_000 };

/** Statuses of what the caller can get wrong, which the commands tell by themselves. */
const REFUSED: ReadonlySet<number | null> = new Set([404, 409, 412, 422]);

type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly Issue[] };

/** A store that a server has, asked over HTTP. */
export class ServerAccess implements WorkflowAccess {
  readonly runner: string;
  private readonly clients = new Map<string, TuttiClient>();

  constructor(private readonly target: ServerTarget) {
    this.runner = `the server ${target.url}`;
    // Options that can't be used are told at once.
    this.tellNow(() => this.client());
  }

  listWorkflows(options: Parameters<Reading["listWorkflows"]>[0]) {
    return this.tell(this.client().listWorkflows(options));
  }

  async getWorkflow(workflowId: string, revision?: number): Promise<WorkflowResult> {
    return workflowResult(
      await this.settle(this.client().getWorkflow(workflowId, revision === undefined ? {} : { revision })),
    );
  }

  listExecutions(options: Parameters<Reading["listExecutions"]>[0]) {
    return this.tell(this.client().listExecutions(options));
  }

  async getExecution(executionId: string): Promise<ExecutionResult> {
    return executionResult(await this.settle(this.client().getExecution(executionId)));
  }

  async outcome(executionId: string): Promise<ExecutionResult> {
    const settled = await this.settle(this.client({ isPatient: true }).waitForExecution(executionId));
    const result = executionResult(settled);
    if (!result.success || result.execution.status === "completed") return result;
    return { ...refused([failureOf(result.execution)]), execution: result.execution };
  }

  async pastEvents(executionId: string, from: number): Promise<readonly CloudEvent[]> {
    const events = await this.tell(this.client().listExecutionEvents(executionId));
    return events.filter(({ sequence = 0 }) => sequence >= from);
  }

  putWorkflow(definition: WorkflowDefinition, user: string): Promise<WorkflowResult> {
    return putWorkflow(
      {
        listWorkflows: (options) => this.tell(this.client().listWorkflows(options)),
        createWorkflow: async (given, userId) =>
          workflowResult(
            await this.settle(this.client({ user: userId }).createWorkflow(given as WorkflowDefinition)),
          ),
        updateWorkflow: async (id, changes, userId) => {
          const kept = Object.entries(changes).filter(([, value]) => value !== null);
          const next = Object.fromEntries(kept) as unknown as WorkflowDefinition;
          return workflowResult(await this.settle(this.client({ user: userId }).replaceWorkflow(id, next)));
        },
        validateWorkflow: (given) =>
          this.tell(this.client().validateWorkflow(given as WorkflowDefinition)).then(validationResult),
      },
      definition,
      user,
    );
  }

  async start({ idempotencyKey, parameters, user, workflowId }: StartRequest): Promise<ExecutionResult> {
    const started = this.client({ user }).startWorkflow(workflowId, { ...parameters }, { idempotencyKey });
    return executionResult(await this.settle(started));
  }

  async ask(executionId: string, ask: Ask, user: string): Promise<ExecutionResult> {
    return executionResult(await this.settle(asked(this.client({ user }), executionId, ask)));
  }

  async follow(executionId: string, { from, onEvent, signal }: FollowOptions): Promise<FollowEnd> {
    const events = this.client({ isPatient: true }).executionEvents(executionId, {
      fromSequence: from,
      signal,
    });
    try {
      for await (const event of events) onEvent(event);
      return "ended";
    } catch (error) {
      if (signal?.aborted === true) return "lost";
      throw await serverFailure(error, this.target);
    }
  }

  /** The action types that are installed on the server. */
  listActions(): Promise<readonly ActionJson[]> {
    return this.tell(this.client().listActions()) as Promise<readonly ActionJson[]>;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private client({ isPatient = false, user = "" } = {}): TuttiClient {
    const key = `${isPatient ? "+" : "-"}${user}`;
    const known = this.clients.get(key);
    if (known !== undefined) return known;
    const { token, url } = this.target;
    const retry = { budgetMs: isPatient ? BUDGET_MS.stream : BUDGET_MS.request };
    const client = createClient({ url, token, retry, userId: user === "" ? undefined : user });
    this.clients.set(key, client);
    return client;
  }

  private tellNow<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof TuttiClientError ? clientFailure(error, this.target) : error;
    }
  }

  private async tell<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw await serverFailure(error, this.target);
    }
  }

  /** What a caller can get wrong is an answer here, as it is for every other access. */
  private async settle<T>(answer: Promise<T>): Promise<Outcome<T>> {
    try {
      return { ok: true, value: await answer };
    } catch (error) {
      if (
        !(error instanceof TuttiClientError) ||
        !REFUSED.has(error.status) ||
        error.code === "UNKNOWN_ROUTE"
      )
        throw await serverFailure(error, this.target);
      return { ok: false, errors: issuesOf(error) };
    }
  }
}

function asked(client: TuttiClient, executionId: string, ask: Ask): Promise<Execution> {
  switch (ask.kind) {
    case "cancel":
      return client.cancelExecution(executionId, ask.reason === undefined ? {} : { reason: ask.reason });
    case "signal":
      return client.signalExecution(executionId, ask.name, ask.payload);
    case "pause":
      return client.pauseExecution(executionId);
    case "resume":
      return client.resumeExecution(executionId);
    case "retry":
      return client.retryExecution(executionId);
    case "rerun":
      return client.rerunExecution(executionId);
  }
}

function issuesOf({ code, detail, errors, fix = "" }: TuttiClientError): Issue[] {
  const told = errors.length > 0 ? errors : [{ code, message: detail, path: "", fix }];
  return told.map((one) => ({ ...one, code: one.code as Issue["code"], fix: one.fix ?? "" }));
}

function refused(errors: readonly Issue[]) {
  return { success: false as const, message: errors.map(({ message }) => message).join("\n"), errors };
}

function workflowResult(outcome: Outcome<Workflow>): WorkflowResult {
  if (!outcome.ok) return { ...refused(outcome.errors), workflow: null };
  return { success: true, message: "Done.", workflow: outcome.value, errors: [] };
}

function executionResult(outcome: Outcome<Execution>): ExecutionResult {
  if (!outcome.ok) return { ...refused(outcome.errors), execution: null };
  return { success: true, message: "Done.", execution: outcome.value, errors: [] };
}

function validationResult({
  errors,
  plan,
}: Awaited<ReturnType<TuttiClient["validateWorkflow"]>>): ValidationResult {
  if (plan !== null) return { success: true, valid: true, message: "Valid.", errors: [], plan };
  const issues = errors.map((one) => ({ ...one, code: one.code as Issue["code"], fix: one.fix ?? "" }));
  return { ...refused(issues), valid: false, plan: null };
}

/** Why an execution did not complete, as the core tells it. */
function failureOf({ error, execution_id, status }: Execution): Issue {
  const message = error?.message ?? `Execution ${execution_id} ended as ${status}.`;
  const code = (error?.code ?? "ACTION_FAILED") as Issue["code"];
  return { code, message, path: error?.action_id ?? "", fix: "" };
}
