import type { AuditLog } from "@tutti/core/runtime";
import { principalOf } from "../auth/hook";
import { ServerError } from "../errors";
import { ROOT } from "../http/root";
import { type Route, route } from "../http/route";
import { auditPageSchema, auditQuery } from "../schemas/audit";

const DEFAULT_LIMIT = 50;

/** Reading the audit log. */
export function auditRoute(log: AuditLog): Route {
  return route({
    method: "GET",
    path: `${ROOT}/audit`,
    scope: "admin",
    operationId: "listAudit",
    tag: "operations",
    summary: "Who did what, and what was refused; newest first.",
    description: "For administrators of all workflows: one who is limited to tags gets 403.",
    query: auditQuery,
    responses: { 200: { description: "A page.", schema: auditPageSchema } },
    async handle({ query: { limit = DEFAULT_LIMIT, since, until, ...query }, request }) {
      const { id: user, tags } = principalOf(request);
      if (tags !== undefined) throw ServerError.of("FORBIDDEN", { user, scope: "admin, of all workflows" });
      const { next_cursor, rows } = await log.listAudit({
        ...query,
        limit,
        ...(since === undefined ? {} : { since: Date.parse(since) }),
        ...(until === undefined ? {} : { until: Date.parse(until) }),
      });
      const entries = rows.map((row) => ({ ...row, time: new Date(row.time).toISOString() }));
      return { status: 200, body: { entries, next_cursor } };
    },
  });
}
