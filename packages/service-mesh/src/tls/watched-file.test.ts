import { mkdtemp, rm, symlink, unlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { WatchedFile } from "./watched-file";

let folder: string;
let time: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tutti-file-"));
  time = 0;
});

afterEach(() => rm(folder, { recursive: true }));

const watch = (file: string) => new WatchedFile(file, { checkMs: 1000, now: () => time });

describe("a watched file", () => {
  it("is looked at again when its time has come, and read again when it changed", async () => {
    const file = path.join(folder, "a.pem");
    await writeFile(file, "one");
    const watched = watch(file);
    expect(await watched.text()).toBe("one");
    await writeFile(file, "three");
    time = 999;
    expect(await watched.text()).toBe("one");
    time = 1000;
    expect(await watched.text()).toBe("three");
  });

  it("is not read again when nothing changed", async () => {
    const file = path.join(folder, "a.pem");
    await writeFile(file, "one");
    await utimes(file, 1, 1);
    const watched = watch(file);
    await watched.text();
    // The same size and the same time: nothing that stat shows has changed.
    await writeFile(file, "two");
    await utimes(file, 1, 1);
    time = 1000;
    expect(await watched.text()).toBe("one");
  });

  it("may be a link that leads somewhere else", async () => {
    const link = path.join(folder, "current");
    await writeFile(path.join(folder, "a"), "aaa");
    await writeFile(path.join(folder, "b"), "bbb");
    await symlink("a", link);
    const watched = watch(link);
    expect(await watched.text()).toBe("aaa");
    await unlink(link);
    await symlink("b", link);
    time = 1000;
    expect(await watched.text()).toBe("bbb");
  });

  it("that is missing is an error each time", async () => {
    const watched = watch(path.join(folder, "none"));
    await expect(watched.text()).rejects.toMatchObject({ code: "ENOENT" });
    await expect(watched.text()).rejects.toMatchObject({ code: "ENOENT" });
  });
});
