import { connect } from "node:net";
import { once } from "node:events";
import { z } from "zod";
import { type JsonService, listen, Problem, type RunningService } from "./json-service.ts";
import { call, post } from "./testing/http.ts";

const input = z.strictObject({ text: z.string(), times: z.array(z.int()).default([]) });

const echo: JsonService<typeof input> = {
  name: "echo",
  path: "/echo",
  input,
  async answer({ text }) {
    if (text === "throw") throw new Error("secret detail");
    if (text === "teapot") throw new Problem({ status: 418, code: "TEAPOT", detail: "Use a coffee pot." });
    if (text === "slow") await new Promise((resolve) => setTimeout(resolve, 100));
    return { text };
  },
};

describe("a JSON service", () => {
  let service: RunningService;
  let url: string;

  beforeAll(async () => {
    service = await listen(echo);
    url = `${service.url}/echo`;
  });
  afterAll(() => service.close());

  test("answers what it is asked", async () => {
    const answer = await post(`${url}?anything=1`, { text: "hi" });
    expect(answer).toMatchObject({ status: 200, body: { text: "hi" } });
    expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  test("listens on the loopback address only", () => {
    expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("tells that it is well", async () => {
    const health = `${service.url}/healthz`;
    await expect(call(health)).resolves.toMatchObject({
      status: 200,
      body: { status: "ok", service: "echo" },
    });
    await expect(call(health, { method: "HEAD" })).resolves.toMatchObject({ status: 200, body: {} });
    await expect(call(health, { method: "DELETE" })).resolves.toMatchObject({ status: 405 });
  });

  test("sends the trace context and the idempotency key back", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { headers } = await post(url, { text: "hi" }, { traceparent, "idempotency-key": "run-1/fetch" });
    expect(headers.get("traceparent")).toBe(traceparent);
    expect(headers.get("idempotency-key")).toBe("run-1/fetch");
  });

  test("drops a trace context that is none", async () => {
    const { headers } = await post(url, { text: "hi" }, { traceparent: "nonsense" });
    expect(headers.has("traceparent")).toBe(false);
  });

  test("gives the same answer to a repeated request", async () => {
    const key = { "idempotency-key": "k" };
    const [first, second] = [await post(url, { text: "hi" }, key), await post(url, { text: "hi" }, key)];
    expect(second.body).toEqual(first.body);
  });

  test("answers 404 for another path and names its own", async () => {
    const { status, headers, body } = await call(`${service.url}/other`);
    expect(status).toBe(404);
    expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(body).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "There is nothing at this path. echo has POST /echo and GET /healthz.",
      code: "NOT_FOUND",
    });
  });

  test("answers 405 for another method", async () => {
    const answer = await call(url);
    expect(answer).toMatchObject({ status: 405, body: { detail: "Use POST for this path." } });
    expect(answer.headers.get("allow")).toBe("POST");
  });

  test("answers 415 for what is not JSON", async () => {
    const answer = await call(url, { method: "POST", body: "text" });
    expect(answer).toMatchObject({ status: 415, body: { code: "UNSUPPORTED_MEDIA_TYPE" } });
    await expect(call(url, { method: "POST" })).resolves.toMatchObject({ status: 415 });
  });

  test("answers 415 for a compressed body", async () => {
    const answer = await post(url, { text: "hi" }, { "content-encoding": "gzip" });
    expect(answer).toMatchObject({
      status: 415,
      body: { detail: "Send the body as it is, without Content-Encoding: gzip." },
    });
  });

  test.each(["{", "", "\xff"])("answers 400 for a malformed body (%j)", async (text) => {
    const headers = { "content-type": "application/json" };
    const answer = await call(url, { method: "POST", headers, body: Buffer.from(text, "latin1") });
    expect(answer).toMatchObject({ status: 400, body: { code: "MALFORMED_BODY" } });
  });

  test("answers 422 with all that is wrong", async () => {
    const { status, body } = await post(url, { text: 1, times: [1, "two"], more: true });
    expect(status).toBe(422);
    expect(body["errors"]).toEqual([
      expect.objectContaining({ code: "INVALID_TYPE", path: "text" }),
      expect.objectContaining({ code: "INVALID_TYPE", path: "times[1]" }),
      expect.objectContaining({ code: "UNRECOGNIZED_KEYS", path: "" }),
    ]);
    expect(body["detail"]).toContain("times[1]: ");
  });

  test("answers 422 for a body that reaches for prototypes", async () => {
    const headers = { "content-type": "application/json" };
    const body = '{"text":"hi","__proto__":{"polluted":true}}';
    await expect(call(url, { method: "POST", headers, body })).resolves.toMatchObject({ status: 422 });
    expect({}).not.toHaveProperty("polluted");
  });

  test("answers 413 for a body that is too large, after all of it was sent", async () => {
    const answer = await post(url, { text: "x".repeat(5 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { code: "BODY_TOO_LARGE" } });
  });

  test("passes on the problem that the service names", async () => {
    await expect(post(url, { text: "teapot" })).resolves.toMatchObject({
      status: 418,
      body: { title: "I'm a Teapot", code: "TEAPOT", detail: "Use a coffee pot." },
    });
  });

  test("keeps an unexpected error to itself and its log", async () => {
    const log = jest.spyOn(console, "error").mockImplementation(() => {});
    const { status, body } = await post(url, { text: "throw" });
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/secret|at .*\.ts/);
    expect(log).toHaveBeenCalledWith("echo:", expect.objectContaining({ message: "secret detail" }));
    log.mockRestore();
  });

  test("bears a caller who leaves", async () => {
    const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    );
    socket.destroy();
    await expect(post(url, { text: "hi" })).resolves.toMatchObject({ status: 200 });
  });
});

test("close finishes what is under way, and may be called twice", async () => {
  const service = await listen(echo);
  const answer = post(`${service.url}/echo`, { text: "slow" });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await Promise.all([service.close(), service.close()]);
  await expect(answer).resolves.toMatchObject({ status: 200, body: { text: "slow" } });
  await expect(call(service.url)).rejects.toThrow("fetch failed");
});
