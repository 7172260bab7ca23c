import type { Json } from "../json/json";
import { event, type Failure } from "../run";
import { reasonOf, toAttemptError } from "./failures";
import type { RunContext } from "./run-context";
import { when } from "./when";

/** Computes the outputs; an output that can't be computed fails the execution. */
export function performFinish(run: RunContext): void {
  const { outputs } = run.plan;
  if (outputs === null) {
    run.record(event("execution.completed", { result: null }));
    return;
  }
  when(() => run.resolve(outputs, { references: outputs.references }), {
    ok: (result) => finish(run, result ?? null),
    failed: (thrown) => {
      const { code } = toAttemptError(thrown, "outputs");
      const error: Failure = {
        code,
        message: `outputs: ${reasonOf(thrown)}.`,
        action_id: null,
        attempt: null,
      };
      run.record(event("execution.failing", { error }));
    },
  });
}

/** A retry or a cancel may have come while the outputs were computed. */
function finish(run: RunContext, result: Json): void {
  if (run.state.phase === "main" && run.state.open === 0)
    run.record(event("execution.completed", { result }));
}
