import type { Execution, ExecutionResult } from "@tutti/core";
import { MockServiceMesh } from "../mesh";

/** What the matchers for executions take: an execution, or what `executeWorkflow` answered. */
export type ExecutionSubject = Execution | ExecutionResult;

/** The execution of a subject. Throws a `TypeError` for anything else, and for a start that was refused. */
export function executionOf(subject: unknown, matcher: string): Execution {
  const found = (subject ?? {}) as Partial<Execution> & Partial<ExecutionResult>;
  if (found.execution === null)
    throw new TypeError(`${matcher}: there is no execution: ${found.message ?? ""}`);
  const execution = (found.execution ?? found) as Partial<Execution>;
  if (typeof execution.execution_id === "string" && typeof execution.actions === "object")
    return execution as Execution;
  const got = subject instanceof Promise ? "a promise, so await it first" : typeof subject;
  throw new TypeError(`${matcher} takes an execution, or what executeWorkflow answered; this is ${got}.`);
}

/** The mesh of a subject. Throws a `TypeError` for anything else. */
export function meshOf(subject: unknown, matcher: string): MockServiceMesh {
  const mesh = (subject as { readonly mesh?: unknown } | undefined)?.mesh ?? subject;
  if (mesh instanceof MockServiceMesh) return mesh;
  throw new TypeError(
    `${matcher} takes a MockServiceMesh or a test orchestrator; this is ${typeof subject}.`,
  );
}
