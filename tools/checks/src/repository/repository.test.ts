import { readdirSync, readFileSync } from "node:fs";
import { ROOT, fromRoot } from "../root";
import { textOf, writtenFiles } from "./files";
import { isOurs } from "./manifests";
import { machinePaths } from "./machine-paths";

test("the top level holds only what a newcomer has to see", () => {
  const allowed = new Set([
    "LICENSE",
    "README.md",
    "nx.json",
    "package-lock.json",
    "package.json",
    "packages",
    "plugins",
    "tools",
    "tsconfig.base.json",
    // Written by tools, ignored by git.
    "coverage",
    "node_modules",
    "reports",
  ]);
  const others = readdirSync(ROOT).filter((name) => !name.startsWith(".") && !allowed.has(name));
  expect(others).toEqual([]);
});

test("no file holds a path of one machine", () => {
  const found = writtenFiles().flatMap((file) =>
    machinePaths(textOf(file) ?? "", ROOT).map((path) => `${file}: ${path}`),
  );
  expect(found).toEqual([]);
});

describe("package-lock.json", () => {
  interface Lock {
    packages: Record<string, { resolved?: string; link?: boolean }>;
  }
  const lock = JSON.parse(readFileSync(fromRoot("package-lock.json"), "utf8")) as Lock;

  test("names no registry but the public one", () => {
    const sources = Object.values(lock.packages).flatMap((entry) =>
      entry.resolved === undefined || entry.link === true ? [] : [entry.resolved],
    );
    expect(sources.filter((url) => !url.startsWith("https://registry.npmjs.org/"))).toEqual([]);
  });

  test("is not overruled by a registry in .npmrc", () => {
    expect(readFileSync(fromRoot(".npmrc"), "utf8")).not.toMatch(/registry\s*=\s*http/);
  });
});

test("every dependency on another project is an exact version", () => {
  const files = writtenFiles().filter((file) => file.endsWith("package.json"));
  const loose = files.flatMap((file) => {
    const manifest = JSON.parse(textOf(file) ?? "{}") as Record<string, Record<string, string> | undefined>;
    const entries = [manifest["dependencies"], manifest["devDependencies"]].flatMap((group) =>
      Object.entries(group ?? {}),
    );
    return entries
      .filter(([name, range]) => !isOurs(name) && !/^(npm:[^@]+@)?\d+\.\d+\.\d+$/.test(range))
      .map(([name, range]) => `${file}: ${name}@${range}`);
  });
  expect(loose).toEqual([]);
});
