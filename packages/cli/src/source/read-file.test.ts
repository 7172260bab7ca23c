import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { readSource } from "./read-file";

afterEach(removeWorlds);

test("reads a file of the working directory, without its byte order mark", async () => {
  const io = fakeIo({ files: { "flow.yaml": "\ufeffname: x" } });
  expect(await readSource("flow.yaml", io)).toMatchObject({ name: "flow.yaml", text: "name: x" });
});

test("reads standard input", async () => {
  expect(await readSource("-", fakeIo({ stdin: "name: ü" }))).toMatchObject({
    name: "<stdin>",
    text: "name: ü",
  });
});

test.each([
  ["nowhere.yaml", /^nowhere\.yaml can't be read: there is no such file\.$/],
  ["folder", /^folder can't be read: it is a folder\.$/],
  ["latin.yaml", /^latin\.yaml is not text in UTF-8\.$/],
  ["huge.yaml", /^huge\.yaml has 4194305 bytes; at most 4194304 are read\.$/],
  ["a\0b", /^a\0b can't be read: /],
])("refuses %j", async (file, message) => {
  const io = fakeIo();
  mkdirSync(path.join(io.cwd, "folder"));
  writeFileSync(path.join(io.cwd, "latin.yaml"), Buffer.from([0x6e, 0xfc]));
  writeFileSync(path.join(io.cwd, "huge.yaml"), Buffer.alloc(4 * 1024 * 1024 + 1, 32));
  await expect(readSource(file, io)).rejects.toMatchObject({
    diagnostics: [
      {
        code: "FILE_NOT_READ",
        message: expect.stringMatching(message) as string,
      },
    ],
  });
});

test("a file whose permissions do not allow it", async () => {
  const io = fakeIo({ files: { "closed.yaml": "" } });
  chmodSync(path.join(io.cwd, "closed.yaml"), 0);
  // The superuser may read everything.
  if (process.getuid?.() === 0) return;
  await expect(readSource("closed.yaml", io)).rejects.toThrow("its permissions do not allow it");
});

test("a standard input without an end is given up", async () => {
  const io = fakeIo();
  const endless = (async function* () {
    for (;;) yield await Promise.resolve(Buffer.alloc(1024 * 1024, 32));
  })();
  await expect(readSource("-", io.but({ stdin: endless }))).rejects.toThrow("<stdin> has 5242880 bytes");
});
