import type { Execution, ExecutionSummary, Workflow } from "@tutti/core";
import { fakeIo, type FakeIo } from "./fake-io";
import { APPROVAL, FAILING, HELLO, WAITING, WRONG } from "./workflows";

/** The workflows of the tests, by their files. */
export const FILES = {
  "approval.yaml": APPROVAL,
  "failing.yaml": FAILING,
  "hello.yaml": HELLO,
  "waiting.yaml": WAITING,
  "wrong.yaml": WRONG,
};

/** A project with the workflows of the tests. */
export const project = () => fakeIo({ files: FILES });

/** Runs a command beside another one; gives its exit code and what it said. */
export async function tutti(beside: FakeIo, ...argv: string[]) {
  const io = fakeIo({ beside });
  const code = await io.tutti(...argv);
  return { code, out: io.out, err: io.err };
}

/** What documents hold, as far as it is looked at here. */
interface Documents {
  readonly execution: Execution;
  readonly executions: readonly ExecutionSummary[];
  readonly next_cursor: string | null;
  readonly workflow: Workflow;
  readonly workflows: readonly Workflow[];
}

/** Runs a command with `--json`; gives what it says. */
export async function json(beside: FakeIo, ...argv: string[]): Promise<Documents> {
  return JSON.parse((await tutti(beside, ...argv, "--json")).out) as Documents;
}

/** The newest execution's id. */
export async function lastId(beside: FakeIo): Promise<string> {
  return (await json(beside, "executions")).executions[0]?.execution_id ?? "";
}

/** What a command says when its request has to wait. */
export const IDLE = "Nothing runs this store now: tutti worker goes on with it.\n";
/** The payload of a signal. */
export const BY = ["--payload", '{"by":"Eve"}'];
