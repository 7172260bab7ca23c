import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileSecrets } from "./file-secrets";

describe("fileSecrets", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tutti-secrets-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const given = (files: Readonly<Record<string, string | Buffer>>) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return fileSecrets({ folder });
  };

  it("gives what stands in the file of that name, and nothing for a file that is not there", async () => {
    const secrets = given({ API_KEY: "hunter2", "tls.key": "grüße 😀" });
    expect([await secrets.get("API_KEY"), await secrets.get("tls.key"), await secrets.get("OTHER")]).toEqual([
      "hunter2",
      "grüße 😀",
      undefined,
    ]);
  });

  it.each([
    ["hunter2\n", "hunter2"],
    ["hunter2\r\n", "hunter2"],
    ["hunter2\n\n", "hunter2\n"],
    [" hunter2 ", " hunter2 "],
    ["", ""],
    ["\n", ""],
    ["\uFEFFx", "\uFEFFx"],
  ])("leaves one line break at the end out: %j", async (content, value) => {
    expect(await given({ KEY: content }).get("KEY")).toBe(value);
  });

  it("follows the links of Kubernetes, and sees the next version at the next use", async () => {
    for (const [version, value] of [
      ["..2026_01", "old"],
      ["..2026_02", "new"],
    ] as const) {
      mkdirSync(join(folder, version));
      writeFileSync(join(folder, version, "KEY"), value);
    }
    symlinkSync("..2026_01", join(folder, "..data"));
    symlinkSync("..data/KEY", join(folder, "KEY"));
    const secrets = fileSecrets({ folder });
    expect(await secrets.get("KEY")).toBe("old");
    symlinkSync("..2026_02", join(folder, "..data_tmp"));
    renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
    expect(await secrets.get("KEY")).toBe("new");
  });

  it.each(["../outside", "..", ".", "..data", ".hidden", "a/b", "a\\b", "", "a\0b", "/etc/passwd"])(
    "knows no secret called %j",
    async (name) => {
      writeFileSync(join(folder, ".hidden"), "x");
      expect(await fileSecrets({ folder }).get(name)).toBeUndefined();
    },
  );

  it("says what is wrong with a file that it can't use, without what stands in it", async () => {
    const secrets = given({
      big: Buffer.alloc(1_048_577, "x"),
      binary: Buffer.from([0x68, 0x75, 0xff, 0xfe]),
    });
    mkdirSync(join(folder, "sub"));
    symlinkSync("loop", join(folder, "loop"));
    await expect(secrets.get("big")).rejects.toThrow(
      'The secret "big" can\'t be read: its file has 1048577 bytes, more than 1048576.',
    );
    await expect(secrets.get("binary")).rejects.toThrow("is not UTF-8; encode binary secrets as base64");
    await expect(secrets.get("sub")).rejects.toMatchObject({ code: "SECRET_UNREADABLE" });
    await expect(secrets.get("loop")).rejects.toThrow("(ELOOP)");
  });

  it("needs a folder", () => {
    writeFileSync(join(folder, "file"), "x");
    for (const path of [join(folder, "none"), join(folder, "file")])
      expect(() => fileSecrets({ folder: path })).toThrow(`folder ${JSON.stringify(path)} is no folder`);
  });
});
