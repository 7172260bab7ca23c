import { mkdirSync } from "node:fs";
import path from "node:path";
import { fakeIo, type FakeIo, removeWorlds } from "../testing/fake-io";
import { secretsOf } from "./secrets";

afterEach(removeWorlds);

const project = (env: Readonly<Record<string, string>> = {}): FakeIo => {
  const io = fakeIo({ env });
  for (const folder of ["given", "named"]) {
    mkdirSync(path.join(io.cwd, folder));
    io.save(`${folder}/KEY`, `${folder}\n`);
  }
  return io;
};
const read = (io: FakeIo, config = {}) =>
  Promise.all(secretsOf({ config, folder: io.cwd }, io).map(async (one) => one.get("KEY")));

test("secrets come from the configuration's folder, or from the one that TUTTI_SECRETS names", async () => {
  const config = { secrets: { folder: "given" } };
  expect(await read(project())).toEqual([]);
  expect(await read(project(), config)).toEqual(["given"]);
  expect(await read(project({ TUTTI_SECRETS: "named" }), config)).toEqual(["named"]);
  expect(await read(project({ TUTTI_SECRETS: "" }), config)).toEqual(["given"]);
});

test("a folder that is not there is told at once", () => {
  const io = project({ TUTTI_SECRETS: "nowhere" });
  expect(() => secretsOf({ config: {}, folder: io.cwd }, io)).toThrow("is no folder");
});
