import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createServiceMesh } from "@tutti/service-mesh";
import { MockServiceMesh, recordedMesh, type RecordedMeshOptions, scrubber } from "../index";

const folder = mkdtempSync(path.join(os.tmpdir(), "tutti-recording-"));
const file = path.join(folder, "deep/review.json");
const services = new MockServiceMesh();
let options: RecordedMeshOptions;

beforeAll(async () => {
  const shop = services.service("shop");
  shop.on("POST", "/login").reply({ token: "abc123", user: "ada" }, { headers: { "set-cookie": "sid=1" } });
  shop.on("GET", "/items").replyOnce([1]).reply([1, 2]);
  shop.on("GET", "/broken").fail(500);
  const { services: urls } = await services.listen();
  options = {
    file,
    record: () => createServiceMesh({ services: urls }),
    names: ["pin"],
    values: ["hunter2"],
  };
  delete process.env.TUTTI_RECORD;
});
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

async function useIt() {
  const mesh = recordedMesh(options);
  const client = mesh.getClient("shop");
  const login = { password: "x", note: "my hunter2", pin: 1234 };
  const answers = [
    await client.makeRequest("POST", "/login?api_key=k1&page=2", login, { query: { more: 1 } }),
    await client.makeRequest("GET", "/items"),
    await client.makeRequest("GET", "/items"),
  ].map(({ response }) => response);
  const error: unknown = await client.makeRequest("GET", "/broken").catch((reason: unknown) => reason);
  await mesh.close();
  return { mode: mesh.mode, answers, error };
}

describe("a recorded mesh", () => {
  it("records real services, and plays them again without them", async () => {
    const recorded = await useIt();
    expect(recorded).toMatchObject({ mode: "record", answers: [{ token: "abc123" }, [1], [1, 2]] });
    const before = services.calls.length;
    const replayed = await useIt();
    expect(replayed).toMatchObject({
      mode: "replay",
      answers: [{ token: "[scrubbed]", user: "ada" }, [1], [1, 2]],
    });
    expect(replayed.error).toMatchObject({ code: "SERVICE_ERROR", retryable: true });
    expect(services.calls).toHaveLength(before);
  });

  it("keeps no secret in its file", () => {
    const text = readFileSync(file, "utf8");
    for (const secret of ["abc123", "k1", "hunter2", "sid=1", '"x"', "1234"])
      expect(text).not.toContain(secret);
    expect(text).toContain("my [scrubbed]");
  });

  it("gives the last answer for ever, and refuses what was not recorded", async () => {
    const client = recordedMesh(options).getClient("shop");
    for (const expected of [[1], [1, 2], [1, 2]])
      expect((await client.makeRequest("GET", "/items")).response).toEqual(expected);
    await expect(client.makeRequest("GET", "/items?page=9")).rejects.toMatchObject({
      code: "UNEXPECTED_CALL",
      message: expect.stringContaining("TUTTI_RECORD=1") as string,
    });
  });

  it("records anew when it is asked to", async () => {
    process.env.TUTTI_RECORD = "1";
    const mesh = recordedMesh(options);
    delete process.env.TUTTI_RECORD;
    expect([mesh.mode, mesh.status().services.length]).toEqual(["record", 1]);
    await expect(mesh.getClient("shop").makeRequest("BAD METHOD", "/")).rejects.toThrow("BAD METHOD");
    await mesh.close();
  });

  it("needs a file or a real mesh", () => {
    expect(() => recordedMesh({ file: path.join(folder, "none.json") })).toThrow(
      /There is no recording .*none\.json/,
    );
  });
});

describe("scrubber", () => {
  it.each([
    [{ Authorization: "Bearer a" }, { Authorization: "[scrubbed]" }],
    [{ text: "Bearer abc and Basic dXNlcg==" }, { text: "Bearer [scrubbed] and Basic [scrubbed]" }],
    ["https://ada:pw@example.com/x", "https://[scrubbed]@example.com/x"],
    [{ list: [{ clientSecret: { deep: 1 } }] }, { list: [{ clientSecret: "[scrubbed]" }] }],
    [
      { token: null, page: 2, ok: true },
      { token: null, page: 2, ok: true },
    ],
    ["/x?token=1&page=2", "/x?token=[scrubbed]&page=2"],
  ])("makes %j safe", (given, expected) => expect(scrubber()(given)).toEqual(expected));
});
