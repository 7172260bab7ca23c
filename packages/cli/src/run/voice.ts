import type { LogRecord } from "./log-record";

/** Who hears what an orchestrator and its actions say besides the events. */
export interface Listener {
  readonly onLog: (record: LogRecord) => void;
  /** Text of an action that is meant for standard output. */
  readonly print: (text: string) => void;
}

/** Hands what is said to a listener that may change. */
export class Voice {
  private listener: Listener | undefined;

  /** From now on this one hears it. */
  speakTo(listener: Listener): void {
    this.listener = listener;
  }

  readonly log = (record: LogRecord): void => this.listener?.onLog(record);

  readonly print = (text: string): void => this.listener?.print(text);
}
