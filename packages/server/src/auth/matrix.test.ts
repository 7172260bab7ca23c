import { memory } from "@tutti/core";
import type { AccessStore } from "@tutti/core/runtime";
import { hello, waiting } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";
import { ApiKeys } from "./api-keys";
import { newKey } from "./api-key";
import { createAuth } from "./create-auth";
import type { RouteScope } from "./hook";
import { type Role, roles } from "./roles";

jest.setTimeout(120_000);
afterAll(stopAll);

/** What a row's request is about: a workflow with the tag `mine`, and an execution of it that waits. */
interface Subject {
  readonly workflow: string;
  readonly execution: string;
}

/** An endpoint: what it takes to call it, and how it answers who may. */
interface Row {
  readonly scope: RouteScope;
  readonly url: (subject: Subject) => string;
  readonly body?: unknown;
  /** The status for who may. */
  readonly may: number;
  /** The status for who may, but is limited to other tags. Default: `may`. */
  readonly elsewhere?: number;
}

const API = "/api/v1";
const row = (scope: RouteScope, url: string, may: number, rest: Partial<Row> = {}): Row => ({
  scope,
  url: ({ execution, workflow }) => url.replace(":workflow_id", workflow).replace(":execution_id", execution),
  may,
  ...rest,
});
const definition = { ...hello, tags: ["mine"] };
const hidden = { elsewhere: 404 };

const workflow = `${API}/workflows/:workflow_id`;
const execution = `${API}/executions/:execution_id`;
const steering = (name: string, may: number): Record<string, Row> => ({
  [`POST ${execution}/${name}`]: row("run", `${execution}/${name}`, may, hidden),
});

/** Every endpoint has its row. HEAD is answered as GET. */
const rows: Readonly<Record<string, Row>> = {
  [`POST ${API}/workflows`]: row("write", `${API}/workflows`, 201, { body: definition, elsewhere: 403 }),
  [`GET ${API}/workflows`]: row("read", `${API}/workflows`, 200),
  [`POST ${API}/workflows/validate`]: row("read", `${API}/workflows/validate`, 200, { body: definition }),
  [`GET ${workflow}`]: row("read", workflow, 200, hidden),
  [`PUT ${workflow}`]: row("write", workflow, 200, { body: definition, ...hidden }),
  [`PATCH ${workflow}`]: row("write", workflow, 200, { body: { description: "x" }, ...hidden }),
  [`DELETE ${workflow}`]: row("write", workflow, 204, hidden),
  [`POST ${workflow}/executions`]: row("run", `${workflow}/executions`, 202, { body: {}, ...hidden }),
  [`GET ${API}/executions`]: row("read", `${API}/executions`, 200),
  [`GET ${execution}`]: row("read", execution, 200, hidden),
  [`GET ${execution}/events`]: row("read", `${execution}/events`, 200, hidden),
  ...steering("cancel", 202),
  ...steering("pause", 202),
  ...steering("resume", 409),
  ...steering("retry", 409),
  ...steering("rerun", 202),
  [`POST ${execution}/signals/:name`]: row("run", `${execution}/signals/go`, 202, { body: {}, ...hidden }),
  [`GET ${API}/events`]: row("read", `${API}/events`, 200),
  [`GET ${API}/actions`]: row("read", `${API}/actions`, 200),
  [`GET ${API}/services`]: row("read", `${API}/services`, 200),
  [`GET ${API}/statistics`]: row("read", `${API}/statistics`, 200),
  [`GET ${API}/audit`]: row("admin", `${API}/audit`, 200, { elsewhere: 403 }),
  "GET /metrics": row("read", "/metrics", 200),
  "GET /healthz": row("public", "/healthz", 200),
  "GET /readyz": row("public", "/readyz", 200),
  "GET /openapi.json": row("public", "/openapi.json", 200),
  "GET /docs": row("public", "/docs", 200),
  "GET /docs/": row("public", "/docs/", 200),
  "GET /docs/start.js": row("public", "/docs/start.js", 200),
  "GET /docs/swagger-ui.css": row("public", "/docs/swagger-ui.css", 200),
  "GET /docs/swagger-ui-bundle.js": row("public", "/docs/swagger-ui-bundle.js", 200),
  "GET /docs/favicon-32x32.png": row("public", "/docs/favicon-32x32.png", 200),
  // The tree of routes names it so. Its signature is what lets a request in.
  "POST *": row("public", `${API}/hooks/none`, 404),
};

/** Everything that the application answers to, as `METHOD path`, out of fastify's tree. */
function endpointsOf(tree: string): string[] {
  const parents: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [, indent, path = "", methods] = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line) ?? [];
    if (indent === undefined) return [];
    const depth = indent.length / 4;
    parents[depth] = `${depth === 0 ? "" : parents[depth - 1]}${path}`;
    return (methods ?? "").split(", ").map((method) => `${method} ${parents[depth]}`);
  });
}

const ROLES = Object.keys(roles) as Role[];

async function world() {
  const storage = memory();
  const store = storage.access as AccessStore;
  const clock = { now: Date.now() };
  const now = (): number => clock.now;
  const keys = new ApiKeys({ store, now });
  const auth = createAuth({ keys: store, now, lockout: { failures: 1e9, keyFailures: 1e9 } });
  const served = await serve({ auth, audit: { log: store }, core: { storage } });
  const { orchestrator, server } = served;
  const made = await orchestrator.workflows.createWorkflow({ ...waiting, tags: ["mine"] }, "ada");
  const workflowId = made.workflow?.workflow_id ?? "";
  const subject = async (): Promise<Subject> => {
    const created = await orchestrator.workflows.createWorkflow(definition, "ada");
    const started = await orchestrator.workflows.startWorkflow(workflowId, {}, "ada");
    return {
      workflow: created.workflow?.workflow_id ?? "",
      execution: started.execution?.execution_id ?? "",
    };
  };
  const ask = async (endpoint: string, key: string | undefined): Promise<number> => {
    const [method = ""] = endpoint.split(" ");
    const { body, url } = rows[endpoint.replace(/^HEAD/, "GET")] as Row;
    const headers = {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${server.url}${url(await subject())}`, { method, headers, ...sent });
    await answer.body?.cancel();
    return answer.status;
  };
  return { ask, clock, keys, server };
}

type World = Awaited<ReturnType<typeof world>>;

/** Keys that are worth nothing, each in its way. */
async function worthless({ clock, keys }: World): Promise<Record<string, string | undefined>> {
  const expired = await keys.create({ name: "expired", role: "admin", lifetimeMs: 1000 }, "ada");
  const revoked = await keys.create({ name: "revoked", role: "admin" }, "ada");
  await keys.revoke(revoked.view.key_id);
  clock.now += 1000;
  const good = await keys.create({ name: "good", role: "admin" }, "ada");
  return {
    none: undefined,
    nonsense: "nonsense",
    unknown: newKey().key,
    mistyped: `${good.key.slice(0, -1)}${good.key.endsWith("a") ? "b" : "a"}`,
    expired: expired.key,
    revoked: revoked.key,
  };
}

let given: World;
beforeAll(async () => {
  given = await world();
});

test("every endpoint has a row, and there is no row without an endpoint", async () => {
  const { server } = given;
  const endpoints = endpointsOf(server.app.printRoutes({ commonPrefix: false }));
  expect(endpoints.length).toBeGreaterThan(100);
  const missing: string[] = [];
  for (const endpoint of endpoints) {
    const [method = "", path = ""] = endpoint.split(" ");
    if (rows[endpoint] !== undefined || (method === "HEAD" && rows[`GET ${path}`] !== undefined)) continue;
    // What a path does not take it says to everybody.
    const url = path === "*" ? `${API}/hooks/none` : path;
    const answer = await fetch(`${server.url}${url}`, { method });
    if (answer.status !== 405) missing.push(endpoint);
  }
  expect(missing).toEqual([]);
  expect(Object.keys(rows).filter((name) => !endpoints.includes(name))).toEqual([]);
});

describe.each(
  Object.entries(rows).flatMap(([endpoint, one]) => {
    const head = endpoint.replace(/^GET/, "HEAD");
    return head === endpoint ? [[endpoint, one] as const] : [[endpoint, one] as const, [head, one] as const];
  }),
)("%s", (endpoint, { elsewhere, may, scope }) => {
  const isPublic = scope === "public";

  test(`without a key that is worth something: ${isPublic ? may : 401}`, async () => {
    const found: Record<string, number> = {};
    const wrong = await worthless(given);
    for (const [name, key] of Object.entries(wrong)) found[name] = await given.ask(endpoint, key);
    expect(found).toEqual(Object.fromEntries(Object.keys(wrong).map((name) => [name, isPublic ? may : 401])));
  });

  test("with each role, of everything, of its tag and of another one", async () => {
    const found: Record<string, readonly number[]> = {};
    const expected: Record<string, readonly number[]> = {};
    for (const role of ROLES) {
      const keyOf = async (tags?: readonly string[]) =>
        (await given.keys.create({ name: role, role, ...(tags === undefined ? {} : { tags }) }, "ada")).key;
      const all = [await keyOf(), await keyOf(["mine", "x"]), await keyOf(["other"])];
      const statuses: number[] = [];
      for (const key of all) statuses.push(await given.ask(endpoint, key));
      found[role] = statuses;
      const isAllowed = isPublic || (roles[role] as readonly string[]).includes(scope);
      // The audit log is for those of everything alone.
      const own = endpoint.endsWith("/audit") ? 403 : may;
      expected[role] = isAllowed ? [may, own, elsewhere ?? may] : [403, 403, 403];
    }
    expect(found).toEqual(expected);
  });
});
