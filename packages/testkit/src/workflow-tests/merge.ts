import type { ActionsSpec, ServicesSpec } from "./schema/mocks";
import type { WorkflowTestCase, WorkflowTests } from "./schema/file";

/** A case with all that its file says for every case. */
export interface WholeCase
  extends Omit<WorkflowTestCase, "user" | "tags" | "secrets" | "services" | "actions" | "compensations"> {
  readonly user: string;
  readonly tags: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly services: ServicesSpec;
  readonly actions: ActionsSpec;
  readonly compensations: ActionsSpec;
}

/** Puts together what the file says for all its cases and what a case says; the case wins. */
export function wholeCase(file: WorkflowTests, one: WorkflowTestCase): WholeCase {
  return {
    ...one,
    user: one.user ?? file.user ?? "test_user",
    tags: [...new Set([...(file.tags ?? []), ...(one.tags ?? [])])],
    secrets: { ...file.secrets, ...one.secrets },
    services: mergedServices(file.services ?? {}, one.services ?? {}),
    actions: { ...file.actions, ...one.actions },
    compensations: { ...file.compensations, ...one.compensations },
  };
}

/** Route by route. */
function mergedServices(all: ServicesSpec, own: ServicesSpec): ServicesSpec {
  const names = new Set([...Object.keys(all), ...Object.keys(own)]);
  return Object.fromEntries([...names].map((name) => [name, { ...all[name], ...own[name] }]));
}
