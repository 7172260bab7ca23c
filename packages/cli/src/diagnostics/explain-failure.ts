import type { Execution, Issue } from "@tutti/core";
import type { Json } from "@tutti/core/plugin";
import { locate } from "../source/locate";
import type { SourceData } from "../source/parse-source";
import { type Diagnostic, fromIssue, type Place } from "./diagnostic";

/** An execution's failure, with the place of its action in the file. */
export function explainFailure(
  issue: Issue,
  { error }: Pick<Execution, "error">,
  data: SourceData,
): Diagnostic {
  const path = pathOf(error?.action_id, data.value);
  const attempt = error?.attempt ?? 1;
  const note = error?.details === undefined ? "" : detailsText(error.details);
  return {
    ...fromIssue(issue, placeOf(path, data)),
    path,
    message: `${issue.message}${attempt > 1 ? ` (attempt ${attempt})` : ""}`,
    // Core's advice is for those who hold the orchestrator; here it has ended.
    fix: "",
    note,
  };
}

function placeOf(path: string, data: SourceData): Place {
  const { source } = data;
  return path === "" ? { name: source.name } : { source, range: locate(data, `${path}.action_id`) };
}

function pathOf(id: string | null | undefined, definition: unknown): string {
  if (typeof id !== "string") return "";
  for (const list of ["actions", "on_failure"]) {
    const actions = (
      definition as Readonly<Record<string, readonly { readonly action_id?: unknown }[] | undefined>>
    )[list];
    const index = actions?.findIndex(({ action_id }) => action_id === id) ?? -1;
    if (index !== -1) return `${list}[${index}]`;
  }
  return "";
}

/** More of the details says `--json`. */
const MAX_NOTE = 300;

/** A service that answers with problem details (RFC 9457) says in words what is wrong. */
function detailsText(details: Json): string {
  const { response } = (details ?? {}) as { readonly response?: { readonly detail?: unknown } | null };
  const text = typeof response?.detail === "string" ? response.detail : JSON.stringify(details);
  return text.length > MAX_NOTE ? `${text.slice(0, MAX_NOTE)}…` : text;
}
