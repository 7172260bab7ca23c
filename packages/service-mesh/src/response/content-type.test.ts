import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, startServer } from "../testing/server";
import { isExpectedType } from "./content-type";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("isExpectedType", () => {
  it.each([
    ["application/json; charset=utf-8", "application/json"],
    ["Image/PNG", "image/*"],
    ["image/png", ["text/plain", "image/png"]],
  ])("takes %s for %j", (type, expected) => expect(isExpectedType(type, expected)).toBe(true));

  it.each([
    ["text/html", "application/json"],
    ["imagery/png", "image/*"],
    [undefined, "text/plain"],
    ["text/html", ["text/plain", "image/*"]],
  ])("does not take %s for %j", (type, expected) => expect(isExpectedType(type, expected)).toBe(false));
});

describe("an answer whose content type is expected", () => {
  const answering = (headers: Record<string, string>, body: string) =>
    startServer((_seen, response) => response.writeHead(200, headers).end(body));

  it("is read when it has it, or when it is empty", async () => {
    const server = await answering({ "content-type": "text/csv" }, "a,b");
    const { response } = await request({ url: server.url }, { expectContentType: ["text/csv"] });
    expect(response).toBe("a,b");
    const empty = await answering({}, "");
    expect((await request({ url: empty.url }, { expectContentType: "text/csv" })).response).toBeNull();
  });

  it("is an error when it has another one", async () => {
    const server = await answering({ "content-type": "text/html; charset=utf-8" }, "<h1>Sign in</h1>");
    const error = await rejection(
      request({ url: server.url }, { expectContentType: ["application/json", "text/*+json"] }),
    );
    expect(error).toMatchObject({
      code: "SERVICE_BAD_RESPONSE",
      retryable: false,
      details: { status_code: 200, content_type: "text/html; charset=utf-8", response: "<h1>Sign in</h1>" },
    });
    expect(error.message).toContain(
      'the content type of the answer (status 200) is "text/html", expected application/json or text/*+json',
    );
    const none = await answering({}, "x");
    const missing = await rejection(request({ url: none.url }, { expectContentType: "text/plain" }));
    expect(missing.message).toContain("is none, expected text/plain");
  });
});
