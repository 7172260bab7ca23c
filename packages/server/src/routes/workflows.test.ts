import { failing, hello, waiting } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";

afterEach(stopAll);

const ROOT = "/api/v1/workflows";

describe("POST /workflows", () => {
  it("stores a definition and says where it is", async () => {
    const { ask } = await serve();
    const { body, headers, status } = await ask("POST", ROOT, {
      body: hello,
      headers: { "x-user-id": "ada" },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...hello, revision: 1, status: "active", created_by: "ada" });
    expect(headers).toMatchObject({ location: `${ROOT}/${body.workflow_id}`, etag: '"1"' });
    expect((await ask("GET", headers.location!)).body).toEqual(body);
  });

  it("names the user anonymous when nobody says who asks", async () => {
    const { ask } = await serve();
    expect((await ask("POST", ROOT, { body: hello })).body.created_by).toBe("anonymous");
  });

  it.each(["application/yaml", "application/x-yaml", "text/yaml; charset=utf-8"])(
    "takes %s",
    async (type) => {
      const { ask } = await serve();
      const body = "name: Hi\nactions:\n  - { action_id: a, action_type: say, config: { message: hi } }\n";
      const created = await ask("POST", ROOT, { body, headers: { "content-type": type } });
      expect(created.body).toMatchObject({ name: "Hi", actions: [{ action_id: "a" }] });
    },
  );

  it("answers all that is wrong with a definition", async () => {
    const { ask } = await serve();
    const action = { action_id: "a", action_type: "sya", config: {} };
    const { body, headers, status } = await ask("POST", ROOT, {
      body: { name: "x", actions: [action, action] },
    });
    expect(status).toBe(422);
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(body).toMatchObject({ title: "Unprocessable Entity", instance: ROOT });
    expect(body.errors.map(({ code, path }) => [code, path])).toEqual(
      expect.arrayContaining([
        ["DUPLICATE_ACTION_ID", "actions[1].action_id"],
        ["UNKNOWN_ACTION_TYPE", "actions[0].action_type"],
      ]),
    );
  });
});

describe("POST /workflows/validate", () => {
  it("gives the plan and stores nothing", async () => {
    const { ask } = await serve();
    const { body, status } = await ask("POST", `${ROOT}/validate`, { body: hello });
    expect([status, body.valid, body.plan?.actions[0]?.action_id]).toEqual([200, true, "greet"]);
    expect((await ask("GET", ROOT)).body.workflows).toEqual([]);
  });

  it("gives what is wrong", async () => {
    const { ask } = await serve();
    const { body, status } = await ask("POST", `${ROOT}/validate`, { body: {} });
    expect([status, body.valid, body.plan]).toEqual([200, false, null]);
    expect(body.errors[0]).toMatchObject({ code: "INVALID_DEFINITION", path: "name" });
  });
});

describe("GET /workflows", () => {
  it("filters, and goes on with the cursor", async () => {
    const { ask, create } = await serve();
    for (const definition of [hello, waiting, failing]) await create(definition);
    const names = async (query: string) =>
      (await ask("GET", `${ROOT}${query}`)).body.workflows.map(({ name }) => name);
    expect(await names("")).toEqual(["Failing", "Waiting", "Hello"]);
    expect(await names("?q=wait")).toEqual(["Waiting"]);
    expect(await names("?tag=greeting&status=active")).toEqual(["Hello"]);
    expect(await names("?created_by=bob")).toEqual([]);
    const page = (await ask("GET", `${ROOT}?limit=2`)).body;
    const cursor = encodeURIComponent(page.next_cursor ?? "");
    expect(await names(`?limit=2&cursor=${cursor}`)).toEqual(["Hello"]);
  });

  it.each([
    ["?limit=0", "limit"],
    ["?limit=1001", "limit"],
    ["?limit=x", "limit"],
    ["?status=odd", "status"],
    ["?qq=1", ""],
    ["?limit=1&limit=2", "limit"],
  ])("refuses %s", async (query, path) => {
    const { ask } = await serve();
    const { body, status } = await ask("GET", ROOT + query);
    expect([status, body.code, body.errors[0]?.path]).toEqual([400, "INVALID_QUERY", path]);
  });

  it("refuses a cursor that no list gave", async () => {
    const { ask } = await serve();
    expect((await ask("GET", `${ROOT}?cursor=x`)).body).toMatchObject({
      status: 400,
      code: "INVALID_OPTIONS",
    });
  });
});

describe("GET /workflows/{id}", () => {
  it("gives the newest revision or another one, and 304 for one that is known", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    await ask("PATCH", url, { body: { description: "New." } });
    expect((await ask("GET", url)).body).toMatchObject({ revision: 2, description: "New." });
    expect((await ask("GET", `${url}?revision=1`)).body).toMatchObject({
      revision: 1,
      description: "Says hello.",
    });
    const known = await ask("GET", url, { headers: { "if-none-match": 'W/"2"' } });
    expect([known.status, known.text]).toEqual([304, ""]);
    expect((await ask("HEAD", url)).status).toBe(200);
  });

  it("is a 404 for an id and for a revision that are not there", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    expect((await ask("GET", `${ROOT}/nope`)).body).toMatchObject({ status: 404, code: "UNKNOWN_WORKFLOW" });
    expect((await ask("GET", `${url}?revision=7`)).status).toBe(404);
  });
});

describe("PUT /workflows/{id}", () => {
  it("replaces the whole definition: what is left out is gone", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    const put = await ask("PUT", url, { body: { name: "Hello again", actions: hello.actions.slice(0, 0) } });
    expect(put.body).toMatchObject({ name: "Hello again", revision: 2, actions: [], parameters: [] });
    expect(Object.keys(put.body as object)).not.toContain("tags");
    expect(put.headers.etag).toBe('"2"');
  });

  it("takes what it gave", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    const { body } = await ask("GET", url);
    const put = await ask("PUT", url, { body: { ...body, status: "inactive" } });
    expect(put.body).toMatchObject({ ...hello, status: "inactive", revision: 2 });
  });

  it("insists on the revision that If-Match names", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    const put = (match: string) => ask("PUT", url, { body: hello, headers: { "if-match": match } });
    expect((await put('"1"')).status).toBe(200);
    expect((await put('"1"')).body).toMatchObject({ status: 412, code: "REVISION_CONFLICT" });
    expect((await put("*")).status).toBe(200);
    expect((await put("1")).body).toMatchObject({ status: 400, code: "MALFORMED_REQUEST" });
  });

  it("says what is wrong with what is no definition", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    for (const body of [[], "null", 7, { name: 1 }, { ...hello, status: "odd" }])
      expect((await ask("PUT", url, { body })).body).toMatchObject({
        status: 422,
        code: "INVALID_DEFINITION",
      });
  });
});

describe("PATCH /workflows/{id}", () => {
  it("changes description, tags and status", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    const { body } = await ask("PATCH", url, {
      body: { description: null, tags: ["a"], status: "inactive" },
    });
    expect(body).toMatchObject({ name: "Hello", tags: ["a"], status: "inactive" });
    expect(body.description).toBeUndefined();
  });

  it("changes nothing else", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    expect((await ask("PATCH", url, { body: { name: "x" } })).body).toMatchObject({
      status: 422,
      code: "INVALID_BODY",
    });
    expect((await ask("PATCH", url)).body).toMatchObject({ status: 422 });
  });
});

describe("DELETE /workflows/{id}", () => {
  it("deletes once; executions stay readable", async () => {
    const { ask, create } = await serve();
    const url = `${ROOT}/${await create(hello)}`;
    const { body } = await ask("POST", `${url}/executions?wait=5`);
    expect((await ask("DELETE", url)).status).toBe(204);
    expect((await ask("DELETE", url)).status).toBe(404);
    expect((await ask("GET", url)).status).toBe(404);
    const execution = await ask("GET", `/api/v1/executions/${body.execution_id}`);
    expect(execution.body.status).toBe("completed");
  });
});
