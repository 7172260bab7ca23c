import type { JsonObject, Plugin, WorkflowInput } from "@tutti/core";
import { VirtualClock } from "../clock";
import { TestkitError } from "../errors";
import { createTestOrchestrator, type TestOrchestrator } from "../orchestrator";
import { differencesOf, type ReplayDifference } from "./compare";
import { eventsOf, type History, type HistoryEvent, outcomesOf } from "./history";
import { playback, replayable, standIns } from "./recorded-actions";

/** Options of {@link replay}. */
export interface ReplayOptions {
  /** Plugins whose schemas check the configs of the new definition. Without, any config will do. */
  readonly plugins?: readonly Plugin[];
  /** Parameters in place of the recorded ones: those that are new, and secret ones, which no history holds. */
  readonly parameters?: JsonObject;
}

/** What would have been otherwise with another definition. */
export interface ReplayReport {
  readonly isSame: boolean;
  readonly differences: readonly ReplayDifference[];
  /** Actions and items that would have run and that the history has no outcome of; they gave null. */
  readonly unknown: readonly string[];
  /** The differences, one a line; for people. */
  toString(): string;
}

/**
 * Plays an execution again with another definition: every action gives what it gave then, takes as long, and
 * signals, cancels, pauses and resumes come when they came. Tells what would have been otherwise. Nothing is
 * called; a config is checked, but what it says to a service can't be known from a history.
 *
 * @param history the events of one execution: `await events.correlated(id)`, or a storage's entries
 * @throws {TestkitError} `INVALID_HISTORY`
 * @throws when the new definition, or a parameter for it, is refused
 * @example
 * const report = await replay(await events.correlated(id), newDefinition);
 * console.log(report.toString());
 */
export async function replay(
  history: History,
  newDefinition: WorkflowInput,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  const events = eventsOf(history);
  const [created] = events as readonly [HistoryEvent];
  const definition = replayable(newDefinition);
  const clock = new VirtualClock({ start: created.time });
  const unknown: string[] = [];
  const { plugins = [] } = options;
  await using test = await createTestOrchestrator({
    clock,
    plugins: [...plugins, standIns(definition, plugins)],
    interceptors: [
      playback({
        outcomes: outcomesOf(events),
        clock,
        types: typesOf(definition),
        onUnknown: (unit) => unknown.push(unit),
      }),
    ],
  });
  const { execution_id: id } = await test.start(definition, {
    ...(created.data["parameters"] as JsonObject),
    ...options.parameters,
  });
  await act(test, id, events);
  return reportOf(differencesOf(events, eventsOf(test.eventsOf(id))), unknown);
}

function typesOf({ actions = [], on_failure = [] }: WorkflowInput): Map<string, string> {
  return new Map([...actions, ...on_failure].map(({ action_id, action_type }) => [action_id, action_type]));
}

/** Does what people and services did, when they did it, and lets the rest take its time. */
async function act(test: TestOrchestrator, id: string, events: readonly HistoryEvent[]): Promise<void> {
  for (const event of events) {
    const deed = deedOf(event);
    if (deed === undefined) continue;
    await test.clock.advance(Math.max(0, event.time - test.clock.now()));
    await deed(test, id);
  }
  await test.finish(id).catch((error: unknown) => {
    // It waits for what the history does not have: that is a difference like any other.
    if (!(error instanceof TestkitError && error.code === "NOTHING_LEFT")) throw error;
  });
}

type Deed = (test: TestOrchestrator, id: string) => Promise<unknown>;

function deedOf({ type, data }: HistoryEvent): Deed | undefined {
  const by = typeof data["by"] === "string" ? data["by"] : "replay";
  const deeds: Readonly<Record<string, Deed>> = {
    "signal.received": ({ workflows }, id) =>
      workflows.signalExecution(id, data["name"] as string, data["payload"], by),
    "execution.cancelling": ({ workflows }, id) => workflows.cancelExecution(id, by),
    "execution.paused": ({ workflows }, id) => workflows.pauseExecution(id, by),
    "execution.resumed": ({ workflows }, id) => workflows.resumeExecution(id, by),
    "execution.retried": ({ workflows }, id) => workflows.retryExecution(id, by),
  };
  return deeds[type];
}

function reportOf(differences: readonly ReplayDifference[], unknown: readonly string[]): ReplayReport {
  const lines = differences.map(({ message }) => message);
  if (unknown.length > 0) lines.push(`The history has no outcome of ${unknown.join(", ")}; null was taken.`);
  return {
    isSame: lines.length === 0,
    differences,
    unknown,
    toString: () => (lines.length === 0 ? "Nothing would be otherwise." : lines.join("\n")),
  };
}
