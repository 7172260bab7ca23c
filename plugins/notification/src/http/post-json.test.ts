import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import type { ActionError } from "@tutti/core";
import { VALID } from "../testing/certificates";
import { fakeContext } from "../testing/fake-context";
import { type Answer, httpReceiver, status } from "../testing/http-receiver";
import { type PostRequest, postJson } from "./post-json";

/** Posts to a receiver that answers so, and says what came of it. */
async function postTo(answer: Answer, overrides: Partial<PostRequest> = {}) {
  const receiver = await httpReceiver(answer);
  try {
    const url = `${receiver.url}/hooks/top-secret?token=top-secret`;
    const request = { url, body: '{"a":1}', headers: { "x-mine": "1" }, timeoutMs: 5000, ...overrides };
    const error = await postJson(request, fakeContext()).then(
      () => undefined,
      (reason: unknown) => reason as ActionError,
    );
    expect(`${error?.message ?? ""} ${String(error?.cause)}`).not.toContain("top-secret");
    return { error, host: receiver.host, requests: receiver.requests };
  } finally {
    await receiver.close();
  }
}

describe("postJson", () => {
  it("posts the text as it is", async () => {
    const { error, requests } = await postTo(status(200));
    expect(error).toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "POST",
      path: "/hooks/top-secret?token=top-secret",
      body: '{"a":1}',
    });
    expect(requests[0]?.headers).toMatchObject({ "content-type": "application/json", "x-mine": "1" });
  });

  it.each([
    [408, "CHANNEL_UNAVAILABLE", true],
    [425, "CHANNEL_UNAVAILABLE", true],
    [429, "CHANNEL_UNAVAILABLE", true],
    [500, "CHANNEL_UNAVAILABLE", true],
    [503, "CHANNEL_UNAVAILABLE", true],
    [302, "CHANNEL_REJECTED", false],
    [304, "CHANNEL_REJECTED", false],
    [400, "CHANNEL_REJECTED", false],
    [404, "CHANNEL_REJECTED", false],
    [410, "CHANNEL_REJECTED", false],
    [401, "CHANNEL_UNAUTHORIZED", false],
    [403, "CHANNEL_UNAUTHORIZED", false],
  ])("reads HTTP %i as %s, after one request", async (code, expected, retryable) => {
    const { error, host, requests } = await postTo(status(code, { location: "/elsewhere" }));
    expect(error).toMatchObject({ code: expected, retryable, message: `HTTP ${code} from ${host}` });
    expect(requests).toHaveLength(1);
  });

  it("hands up what Retry-After asks for", async () => {
    const { error } = await postTo(status(429, { "retry-after": "7" }));
    expect(error?.retryAfterMs).toBe(7000);
  });

  it("prefers the wait that the caller reads from the answer", async () => {
    const answer = status(429, { "retry-after": "7" }, "1500");
    const { error } = await postTo(answer, { retryAfterMs: ({ text }) => Number(text) });
    expect(error?.retryAfterMs).toBe(1500);
  });

  it("gives the answer of a success", async () => {
    const receiver = await httpReceiver(status(201, { "x-id": "7" }, "made"));
    const request = { url: receiver.url, body: "{}", headers: {}, timeoutMs: 5000 };
    await expect(postJson(request, fakeContext())).resolves.toMatchObject({
      status: 201,
      headers: { "x-id": "7" },
      text: "made",
    });
    await receiver.close();
  });

  it("adds the reason that the caller reads from the answer", async () => {
    const { error, host } = await postTo(status(400, {}, "invalid_payload"), { reason: (answer) => answer });
    expect(error?.message).toBe(`HTTP 400 from ${host} (invalid_payload)`);
  });

  it("reads no more of a long answer than it needs", async () => {
    let answer = "";
    const { error } = await postTo(status(400, {}, "x".repeat(5_000_000)), {
      reason: (text) => (answer = text),
    });
    expect(error?.code).toBe("CHANNEL_REJECTED");
    expect(answer).toHaveLength(16_384);
    expect((await postTo(status(200, {}, "x".repeat(5_000_000)))).error).toBeUndefined();
  });

  it("gives up after its timeout", async () => {
    const { error, host } = await postTo(() => {}, { timeoutMs: 50 });
    expect(error).toMatchObject({ code: "CHANNEL_TIMEOUT", retryable: true });
    expect(error?.message).toBe(`No answer from ${host} within 50 ms`);
  });

  it("says when there is no connection", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const { error } = await postTo(status(200), { url: `http://127.0.0.1:${port}/top-secret` });
    expect(error).toMatchObject({ code: "CHANNEL_UNAVAILABLE", retryable: true });
    expect(error?.message).toBe(`No connection to 127.0.0.1:${port} (ECONNREFUSED)`);
  });

  it("sends nothing to a server whose certificate is not to be trusted", async () => {
    const requests: unknown[] = [];
    const server = createHttpsServer(VALID, (request) => requests.push(request)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const { error } = await postTo(status(200), { url: `https://127.0.0.1:${port}/top-secret` });
    expect(error).toMatchObject({ code: "CHANNEL_UNTRUSTED", retryable: false });
    expect(error?.message).toBe(`No TLS to trust at 127.0.0.1:${port} (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`);
    expect(requests).toEqual([]);
    server.close();
  });

  it("says when the connection is lost", async () => {
    const { error } = await postTo((response) => response.destroy());
    expect(error).toMatchObject({ code: "CHANNEL_UNAVAILABLE" });
  });

  it("fails with the signal's reason when it is aborted", async () => {
    const abort = new AbortController();
    const receiver = await httpReceiver(() => abort.abort(new Error("cancelled")));
    const request = { url: receiver.url, body: "{}", headers: {}, timeoutMs: 5000 };
    await expect(postJson(request, fakeContext({ signal: abort.signal }))).rejects.toThrow("cancelled");
    await receiver.close();
  });

  it("sends nothing when it was aborted before", async () => {
    const receiver = await httpReceiver();
    const request = { url: receiver.url, body: "{}", headers: {}, timeoutMs: 5000 };
    const signal = AbortSignal.abort(new Error("cancelled"));
    await expect(postJson(request, fakeContext({ signal }))).rejects.toThrow("cancelled");
    expect(receiver.requests).toEqual([]);
    await receiver.close();
  });
});
