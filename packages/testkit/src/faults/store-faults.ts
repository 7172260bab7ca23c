import { TuttiError } from "@tutti/core";
import type { Commit, Storage } from "@tutti/core/runtime";
import { turn } from "../clock";
import { wrapStorage } from "../storages";
import type { Fault } from "./fault";

/** Which events make {@link crashAfter} strike. */
export interface CrashOptions {
  /** Only those of this action. */
  readonly action?: string;
  /** So many crashes in all. Default 1. */
  readonly times?: number;
}

/**
 * The process dies as soon as an event of this type is stored, before anybody learns of it: its memory is
 * gone, and a new orchestrator goes on from the store.
 *
 * @param event a type of the journal, such as `action.started` or `action.completed`
 * @example
 * createTestOrchestrator({ faults: [crashAfter("action.completed", { action: "pay" })] });
 */
export function crashAfter(event: string, { action, times = 1 }: CrashOptions = {}): Fault {
  let left = times;
  const strikes = ({ entries }: Commit): boolean =>
    left > 0 &&
    entries.some(({ type, data }) => type === event && (action === undefined || data.action_id === action));
  return {
    storage: (inner, tools) =>
      wrapStorage(inner, {
        append(commit) {
          const stored = inner.append(commit);
          if (!strikes(commit)) return stored;
          left -= 1;
          return Promise.resolve(stored).then(() => {
            tools.crash();
            return new Promise<never>(() => undefined);
          });
        },
      }),
  };
}

/** When {@link flakyStore} refuses. */
export interface FlakyOptions {
  /** So many refusals in a row. Default 1. */
  readonly failures?: number;
  /** So many commits are stored before the first refusals, and between them. Default 3: a start fails when its own are refused. */
  readonly after?: number;
  /** Again and again rather than once. Default false. */
  readonly repeat?: boolean;
}

/**
 * A store that refuses commits with `STORAGE_UNAVAILABLE` now and then, as one whose disk is full or whose
 * connection is lost. Nothing of what it refuses is stored.
 *
 * @example
 * createTestOrchestrator({ faults: [flakyStore({ after: 2, failures: 3, repeat: true })] });
 */
export function flakyStore({ failures = 1, after = 3, repeat = false }: FlakyOptions = {}): Fault {
  let asked = 0;
  // Asking whether the store works again counts as well, or it would never do so.
  const refuses = (): boolean => {
    const place = repeat ? asked % (after + failures) : asked;
    asked += 1;
    return place >= after && place < after + failures;
  };
  // A turn later, as a store does that has to ask its disk.
  const refused = async (): Promise<never> => {
    await turn();
    throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "flakyStore", reason: "the fault says so" });
  };
  return {
    storage: (inner: Storage) =>
      wrapStorage(inner, {
        append: (commit) => (refuses() ? refused() : inner.append(commit)),
        probe: () => (refuses() ? refused() : inner.probe()),
      }),
  };
}
