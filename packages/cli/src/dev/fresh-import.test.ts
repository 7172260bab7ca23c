import { pathToFileURL } from "node:url";
import type { ImportHook } from "../io";
import { FreshImporter } from "./fresh-import";

const url = (file: string) => pathToFileURL(file).href;

function importer() {
  const seen: string[] = [];
  const state: { hook?: ImportHook | undefined } = {};
  const fresh = new FreshImporter({
    importModule: (one) => Promise.resolve(seen.push(one)),
    hookImports(hook) {
      state.hook = hook;
      return () => delete state.hook;
    },
  });
  return { fresh, seen, state };
}

test("a module of the folders has another URL after each renewal, and others have their own", async () => {
  const { fresh, seen } = importer();
  await fresh.import(url("/p/a.mjs"));
  fresh.renew(["/p"]);
  await fresh.import(url("/p/a.mjs"));
  fresh.renew(["/p"]);
  for (const file of ["/p/a.mjs", "/p/node_modules/x/a.mjs", "/other/a.mjs"]) await fresh.import(url(file));
  expect(seen.map((one) => one.replace("file:///", ""))).toEqual([
    "p/a.mjs",
    "p/a.mjs?tutti-generation=1",
    "p/a.mjs?tutti-generation=2",
    "p/node_modules/x/a.mjs",
    "other/a.mjs",
  ]);
});

test("so has what such a module imports, and nothing else", () => {
  const { fresh, state } = importer();
  fresh.renew(["/p"]);
  const parent = `${url("/p/a.mjs")}?tutti-generation=1`;
  expect(state.hook?.(url("/p/b.mjs"), parent)).toBe(`${url("/p/b.mjs")}?tutti-generation=1`);
  expect(state.hook?.(url("/q/b.mjs"), parent)).toBe(url("/q/b.mjs"));
  expect(state.hook?.("node:fs", parent)).toBe("node:fs");
  expect(state.hook?.(url("/p/b.mjs"), url("/q/a.mjs"))).toBe(url("/p/b.mjs"));
  expect(state.hook?.(url("/p/b.mjs"), undefined)).toBe(url("/p/b.mjs"));
  fresh.close();
  expect(state.hook).toBeUndefined();
});

test("a Node.js without hooks imports all the same", async () => {
  const seen: string[] = [];
  const fresh = new FreshImporter({ importModule: (one) => Promise.resolve(seen.push(one)) });
  await fresh.import(url("/p/a.mjs"));
  fresh.close();
  expect(seen).toHaveLength(1);
});
