import { ENGINE_LOAD, type EngineLoad, type ExecutionSummary, type Orchestrator } from "@tutti/core";
import { principalOf } from "../auth/hook";
import type { Principal } from "../auth/principal";
import { type Route, route } from "../http/route";
import { statisticsQuery, statisticsSchema } from "../schemas/operations";
import { ROOT, type RouteParts } from "./parts";
import { toStatistics } from "./statistics-body";

const DAY_MS = 24 * 60 * 60 * 1000;
const PAGE = 1000;

/** Counts of executions. They are taken from the newest ones, so that they cost the same however many there are. */
export function statisticsRoutes(parts: RouteParts): readonly Route[] {
  return [
    route({
      method: "GET",
      path: `${ROOT}/statistics`,
      scope: "read",
      operationId: "getStatistics",
      tag: "operations",
      summary: "Counts, rates, durations and failures of the newest executions.",
      description:
        "Looks at a bounded number of executions, the newest: is_complete says whether those are all.",
      query: statisticsQuery,
      responses: { 200: { description: "The counts.", schema: statisticsSchema } },
      async handle({ query: { sample = PAGE, since, workflow_id }, request }) {
        const until = Date.now();
        const from = since ?? new Date(until - DAY_MS).toISOString();
        const asked = { since: from, ...(workflow_id === undefined ? {} : { workflow_id }) };
        const { isComplete, rows } = await newest(parts, principalOf(request), { ...asked, sample });
        const engine = loadOf(parts.orchestrator);
        return { status: 200, body: { ...toStatistics(rows, { since: from, until, isComplete }), engine } };
      },
    }),
  ];
}

/** How much the engine has to do. */
export function loadOf({ container }: Pick<Orchestrator, "container">): EngineLoad {
  const { pending, running } = container.resolve(ENGINE_LOAD)();
  return { pending, running };
}

interface Sample {
  readonly since: string;
  readonly workflow_id?: string;
  readonly sample: number;
}

async function newest(
  { access, orchestrator }: RouteParts,
  principal: Principal,
  { sample, ...asked }: Sample,
): Promise<{ rows: readonly ExecutionSummary[]; isComplete: boolean }> {
  const isVisible = access.executionFilter(principal);
  const rows: ExecutionSummary[] = [];
  let cursor: string | null | undefined;
  for (let left = sample; left > 0 && cursor !== null; left -= PAGE) {
    const page = { ...asked, limit: Math.min(PAGE, left), ...(cursor === undefined ? {} : { cursor }) };
    const { executions, next_cursor } = await orchestrator.workflows.listExecutions(page);
    for (const row of executions) if (await isVisible(row)) rows.push(row);
    cursor = next_cursor;
  }
  return { rows, isComplete: cursor === null };
}
