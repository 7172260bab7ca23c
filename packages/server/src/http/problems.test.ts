import { connect } from "node:net";
import { memory, TuttiError } from "@tutti/core";
import { hello } from "../testing/actions";
import { serve, stopAll } from "../testing/serve";

afterEach(stopAll);

const WORKFLOWS = "/api/v1/workflows";
const JSON_TYPE = { "content-type": "application/json" };

describe("every error is problem+json", () => {
  it("says the same of a problem in the same places", async () => {
    const { ask } = await serve();
    const { body, headers } = await ask("GET", "/api/v1/workflows/nope?revision=1", {
      headers: { "x-request-id": "r-1" },
    });
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(body).toEqual({
      type: "urn:tutti:error:UNKNOWN_WORKFLOW",
      title: "Not Found",
      status: 404,
      detail: 'There is no workflow "nope".',
      instance: "/api/v1/workflows/nope",
      code: "UNKNOWN_WORKFLOW",
      fix: "List the workflows with listWorkflows(), or create one with createWorkflow().",
      request_id: "r-1",
      errors: [expect.objectContaining({ code: "UNKNOWN_WORKFLOW", path: "" })],
    });
  });

  it.each([
    ["{", "it is no JSON"],
    ['{"a":1}}', "it is no JSON"],
    ['{"__proto__":{"x":1}}', "__proto__"],
    [`${"[".repeat(5000)}${"]".repeat(5000)}`, "it nests deeper than 500 levels"],
  ])("400 for the body %.20s", async (body, detail) => {
    const { ask } = await serve();
    const answer = await ask("POST", WORKFLOWS, { body, headers: JSON_TYPE });
    expect(answer.body).toMatchObject({ status: 400, code: "MALFORMED_BODY" });
    expect(answer.body.detail).toContain(detail);
  });

  it.each([
    ["a: [", "it is no YAML"],
    ["a: *b", "it is no YAML"],
    ["{ __proto__: 1 }", "__proto__"],
  ])("400 for the YAML %s", async (body, detail) => {
    const { ask } = await serve();
    const answer = await ask("POST", WORKFLOWS, { body, headers: { "content-type": "application/yaml" } });
    expect(answer.body).toMatchObject({ status: 400, code: "MALFORMED_BODY" });
    expect(answer.body.detail).toContain(detail);
  });

  it("400 for YAML whose aliases would grow without end", async () => {
    const { ask } = await serve();
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let i = 98; i < 106; i++)
      lines.push(
        `${String.fromCodePoint(i)}: &${String.fromCodePoint(i)} [${`*${String.fromCodePoint(i - 1)}, `.repeat(8)}*${String.fromCodePoint(i - 1)}]`,
      );
    const answer = await ask("POST", WORKFLOWS, {
      body: lines.join("\n"),
      headers: { "content-type": "text/yaml" },
    });
    expect(answer.body).toMatchObject({ status: 400, code: "MALFORMED_BODY" });
  });

  it("404 for an unknown address, and 405 for a method that a known one does not take", async () => {
    const { ask } = await serve();
    expect((await ask("GET", "/api/v1/nothing")).body).toMatchObject({ status: 404, code: "UNKNOWN_ROUTE" });
    const { body, headers } = await ask("DELETE", WORKFLOWS);
    expect(body).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED" });
    expect(headers.allow).toBe("POST, GET, HEAD");
    expect((await ask("PATCH", "/openapi.json", { body: "{", headers: JSON_TYPE })).status).toBe(405);
  });

  it("400 for a path with a bad escape", async () => {
    const { ask } = await serve();
    expect((await ask("GET", "/api/v1/workflows/%ff")).body).toMatchObject({
      status: 400,
      code: "MALFORMED_REQUEST",
    });
  });

  it("413 for a body that is too large", async () => {
    const { ask } = await serve({ limits: { bodyBytes: 100 } });
    const { body } = await ask("POST", WORKFLOWS, { body: { name: "x".repeat(100) } });
    expect(body).toMatchObject({
      status: 413,
      code: "BODY_TOO_LARGE",
      detail: "The body is larger than 100 bytes.",
    });
  });

  it.each(["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/yaml"])(
    "415 for %s where JSON is wanted",
    async (type) => {
      const { ask, create } = await serve();
      const url = `${WORKFLOWS}/${await create(hello)}/executions`;
      const { body } = await ask("POST", url, { body: "a: 1", headers: { "content-type": type } });
      expect(body).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
    },
  );

  it("503 with Retry-After while the storage takes nothing", async () => {
    const storage = memory();
    const { ask, create } = await serve({ core: { storage } });
    const url = `${WORKFLOWS}/${await create(hello)}/executions`;
    storage.append = () => {
      throw TuttiError.of("STORAGE_UNAVAILABLE", { storage: "memory", reason: "it is full" });
    };
    const { body, headers } = await ask("POST", url);
    expect(body).toMatchObject({ status: 503, code: "STORAGE_UNAVAILABLE" });
    expect(headers["retry-after"]).toBe("1");
  });

  it("500 without a word of what went wrong, for what nobody foresaw", async () => {
    const storage = memory();
    const { ask } = await serve({ core: { storage } });
    storage.listWorkflows = () => {
      throw new Error("secret detail");
    };
    const { body, text } = await ask("GET", WORKFLOWS);
    expect(body).toMatchObject({ status: 500, code: "INTERNAL_ERROR" });
    expect(text).not.toContain("secret detail");
  });

  it("503 once the orchestrator has stopped", async () => {
    const { ask, create, orchestrator } = await serve();
    const url = `${WORKFLOWS}/${await create(hello)}/executions`;
    await orchestrator.stop();
    expect((await ask("POST", url)).body).toMatchObject({ status: 503, code: "ORCHESTRATOR_STOPPED" });
  });

  it.each([
    ["GET / HTTP/1.1\r\nbad header\r\n\r\n", 400],
    [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431],
  ])("also for what is no HTTP: %.20j", async (text, status) => {
    const { server } = await serve();
    const answer = await raw(Number(new URL(server.url).port), text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain("application/problem+json");
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({
      status,
      code: "MALFORMED_REQUEST",
    });
  });
});

describe("X-Request-ID", () => {
  it.each(["a b", "x".repeat(129), "<script>"])("that is not sane is replaced: %.10s", async (given) => {
    const { ask } = await serve();
    const { body, headers } = await ask("GET", `${WORKFLOWS}/nope`, { headers: { "x-request-id": given } });
    expect(body.request_id).toMatch(/^[\da-f-]{36}$/);
    expect(headers["x-request-id"]).toBe(body.request_id);
  });
});

function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => (answer += String(chunk)));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}
