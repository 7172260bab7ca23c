import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

describe("an endpoint", () => {
  it("is a path below the service's URL", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    await request({ url: `${server.url}/api/v1/` }, { endpoint: "users/7?full=true" });
    expect(server.requests[0]!.url).toBe("/api/v1/users/7?full=true");
  });

  it.each([
    "//evil.example/a",
    "http://user:s3cret@evil.example/",
    "/../admin",
    "/%2e%2e/x",
    "/a\r\nx: 1",
    "/a\\b",
  ])("is refused before anything is sent when it is %j", async (endpoint) => {
    const server = await startServer((_seen, response) => json(response, null));
    const error = await rejection(request({ url: `${server.url}/api` }, { endpoint }));
    expect(error).toMatchObject({ code: "INVALID_ENDPOINT", retryable: false });
    expect(error.message).toMatch(/^Service "api" \(GET .+\): the endpoint can't be used, because it .+\.$/);
    expect(error.message).not.toMatch(/s3cret|\r|\n/);
    expect(server.requests).toEqual([]);
  });
});
