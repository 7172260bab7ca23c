import type { WorkflowAction } from "../definition";
import { formatPath, type Issue, issue, suggest } from "../errors";
import type { JsonObject } from "../json/json";
import type { ActionCatalogue } from "./catalogue";
import { configIssues } from "./check-config";
import { isControlAction } from "./control-actions";
import type { Draft } from "./drafts";
import type { Path } from "./sites";

/** Says what is wrong with the types and configs of an action and of its compensation. */
export function* useIssues(
  { list, path, action, broken }: Draft,
  catalogue: ActionCatalogue,
): Generator<Issue> {
  // What is broken has issues already, and what stands in its place would give others.
  if (!broken.has("action_type"))
    yield* typeIssues({ use: action, path, hasConfig: !broken.has("config") }, catalogue);
  const { compensate } = action;
  if (compensate === undefined) return;
  const place = [...path, "compensate"];
  if (list === "on_failure") yield uselessCompensation(place);
  else if (WAITING.has(compensate.action_type)) yield waitingCompensation(compensate.action_type, place);
  else yield* typeIssues({ use: compensate, path: place, hasConfig: true }, catalogue);
}

interface Use {
  readonly use: { readonly action_type: WorkflowAction["action_type"]; readonly config?: JsonObject };
  readonly path: Path;
  readonly hasConfig: boolean;
}

function* typeIssues({ use, path, hasConfig }: Use, catalogue: ActionCatalogue): Generator<Issue> {
  const { action_type, config = {} } = use;
  const descriptor = catalogue.get(action_type);
  if (descriptor === undefined) yield unknownType(action_type, path, catalogue);
  else if (hasConfig) yield* configIssues(descriptor, { config, path: [...path, "config"] });
}

function unknownType(action_type: string, path: Path, catalogue: ActionCatalogue): Issue {
  const types = catalogue.types();
  const suggestion = suggest(action_type, types);
  // Those that are always there are no news, unless there is nothing else.
  const plugins = types.filter((type) => !isControlAction(type));
  return issue("UNKNOWN_ACTION_TYPE", formatPath([...path, "action_type"]), {
    action_type,
    installed: plugins.length === 0 ? types : plugins,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

/** What ends only later: a compensation is one call, and its outcome is told at once. */
const WAITING: ReadonlySet<string> = new Set(["wait", "wait_for_signal", "wait_for_event", "run_workflow"]);

function waitingCompensation(type: string, path: Path): Issue {
  const place = formatPath(path);
  return issue("INVALID_DEFINITION", `${place}.action_type`, {
    problem: `${place} can't be of type "${type}": a compensation can't wait`,
    fix: "Undo with an action type that does its work and ends; a workflow can be run from on_failure.",
  });
}

function uselessCompensation(path: Path): Issue {
  const place = formatPath(path);
  return issue("INVALID_DEFINITION", place, {
    problem: `${place} would never run: what cleans up after a failure is not undone`,
    fix: "Remove it.",
  });
}
