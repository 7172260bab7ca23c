import { hello } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";
import { createServer, ServerError } from "../index";
import { scopes } from "./principal";

afterEach(stopAll);

const WORKFLOWS = "/api/v1/workflows";

describe("without auth", () => {
  it.each(["0.0.0.0", "::", "192.168.1.1", "example.com", "127.0.0.1.example.com"])(
    "does not start on %s",
    async (host) => {
      const { orchestrator } = await serve();
      const error = await createServer({ orchestrator, host }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ServerError);
      expect(error).toMatchObject({
        code: "AUTH_REQUIRED",
        message: `The server does not listen on ${host} without auth.`,
      });
    },
  );

  it.each(["127.0.0.1", "::1", "localhost"])("listens on %s", async (host) => {
    const { server } = await serve({ host });
    expect(server.url).toMatch(/^http:\/\/(?:127\.0\.0\.1|\[::1\]):\d+$/);
  });

  it("X-User-ID names the user", async () => {
    const { ask } = await serve();
    const by = async (name: string) =>
      (await ask("POST", WORKFLOWS, { body: hello, headers: { "x-user-id": name } })).body.created_by;
    expect(await by("Ada Lovelace")).toBe("Ada Lovelace");
    const { body } = await ask("GET", WORKFLOWS, { headers: { "x-user-id": "x".repeat(201) } });
    expect(body).toMatchObject({ status: 400, code: "MALFORMED_REQUEST" });
  });

  it("no page of another site gets in", async () => {
    const { ask } = await serve({ cors: ["https://ops.example.com"] });
    const post = (headers: Record<string, string>) => ask("POST", WORKFLOWS, { body: hello, headers });
    expect((await post({ host: "evil.example.com" })).body).toMatchObject({
      status: 403,
      code: "FOREIGN_ORIGIN",
    });
    expect((await post({ origin: "https://evil.example.com" })).body).toMatchObject({ status: 403 });
    expect((await post({ origin: "null" })).status).toBe(403);
    expect((await post({ host: "localhost:5080", origin: "http://localhost:5080" })).status).toBe(201);
    expect((await post({ origin: "https://ops.example.com" })).status).toBe(201);
  });
});

describe("with an authenticator", () => {
  const auth = {
    authenticate: ({ headers }: { headers: { authorization?: string | undefined } }) => {
      const [id, scope = "", tags] = (headers.authorization ?? "").split(" ");
      if (id === undefined || id === "")
        throw ServerError.of("UNAUTHENTICATED", { reason: "there is no key" });
      const granted = new Set(scopes.slice(0, scopes.findIndex((one) => one === scope) + 1));
      return { id, scopes: granted, ...(tags === undefined ? {} : { tags: new Set(tags.split(",")) }) };
    },
  };

  it("nobody gets in without, and only as far as their scopes reach", async () => {
    const { ask } = await serve({ auth });
    const get = (authorization?: string) =>
      ask("GET", WORKFLOWS, authorization === undefined ? {} : { headers: { authorization } });
    expect((await get()).body).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    expect((await get("ada none")).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
    expect((await get("ada read")).status).toBe(200);
    const post = await ask("POST", WORKFLOWS, { body: hello, headers: { authorization: "ada read" } });
    expect(post.body).toMatchObject({
      status: 403,
      detail: 'ada may not do this: it takes the scope "write".',
    });
  });

  it("what a caller's tags do not cover is not there", async () => {
    const { ask } = await serve({ auth });
    const as = (authorization: string) => ({ headers: { authorization } });
    const create = async (definition: object) =>
      (await ask("POST", WORKFLOWS, { body: definition, ...as("root write") })).body.workflow_id;
    const [own, other] = [await create(hello), await create({ ...hello, name: "Other", tags: ["secret"] })];
    const start = async (id: string, who: string) =>
      ask("POST", `${WORKFLOWS}/${id}/executions?wait=10`, as(who));
    const limited = "ada write greeting";
    const listed = await ask("GET", WORKFLOWS, as(limited));
    expect(listed.body.workflows.map(({ name }) => name)).toEqual(["Hello"]);
    expect((await ask("GET", `${WORKFLOWS}/${other}`, as(limited))).body).toMatchObject({
      status: 404,
      code: "UNKNOWN_WORKFLOW",
    });
    expect((await ask("GET", `${WORKFLOWS}/${other}?revision=1`, as(limited))).status).toBe(404);
    expect((await ask("DELETE", `${WORKFLOWS}/${other}`, as(limited))).status).toBe(404);
    expect(
      (await ask("PATCH", `${WORKFLOWS}/${other}`, { body: { tags: ["greeting"] }, ...as(limited) })).status,
    ).toBe(404);
    expect((await start(other, limited)).status).toBe(404);
    const [mine, theirs] = [await start(own, limited), await start(other, "root write")];
    const executions = await ask("GET", "/api/v1/executions", as(limited));
    expect(executions.body.executions.map(({ execution_id }) => execution_id)).toEqual([
      mine.body.execution_id,
    ]);
    const url = `/api/v1/executions/${theirs.body.execution_id}`;
    expect((await ask("GET", url, as(limited))).body).toMatchObject({
      status: 404,
      code: "UNKNOWN_EXECUTION",
    });
    expect((await ask("POST", `${url}/rerun`, as(limited))).status).toBe(404);
    await ask("DELETE", `${WORKFLOWS}/${own}`, as(limited));
    expect((await ask("GET", `/api/v1/executions/${mine.body.execution_id}`, as(limited))).status).toBe(200);
  });
});
