import type { ActionContext } from "@tutti/core";

/** One call of a scripted action, as the test sees it. */
export class ScriptedCall {
  /** What a call that holds gives, once the test says so. */
  readonly held: Promise<unknown>;
  readonly attempt: number;
  readonly idempotencyKey: string;
  /** The item's index in a `for_each`. */
  readonly index: number | undefined;
  /** Lets a call that holds give this output. */
  complete!: (output?: unknown) => void;
  /** Lets a call that holds throw this error. */
  fail!: (error: unknown) => void;

  constructor(
    /** The action's id; `undo:` in front for a compensation. */
    readonly name: string,
    readonly config: Readonly<Record<string, unknown>>,
    readonly context: ActionContext,
  ) {
    this.attempt = context.attempt;
    this.idempotencyKey = context.idempotencyKey;
    this.index = context.index;
    this.held = new Promise((resolve, reject) => {
      this.complete = resolve;
      this.fail = reject;
    });
    this.held.catch(() => undefined);
  }

  /** Has the engine asked the call to stop? */
  get aborted(): boolean {
    return this.context.signal.aborted;
  }
}
