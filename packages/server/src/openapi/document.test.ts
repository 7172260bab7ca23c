import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve, stopAll } from "../testing/serve";
import type { OpenApiDocument } from "./document";

afterEach(stopAll);

/** ES modules, so they run in a process of their own. */
const VALIDATOR = path.join(
  path.dirname(require.resolve("@seriousme/openapi-schema-validator/package.json")),
  "bin/validate-api-cli.js",
);
const LINTER = require.resolve("../testing/openapi-lint.mjs");

/** What the public linter finds wrong. */
function lint(document: object): string[] {
  const input = JSON.stringify(document);
  return JSON.parse(execFileSync(process.execPath, [LINTER], { encoding: "utf8", input })) as string[];
}

async function documentOf(): Promise<OpenApiDocument> {
  const { ask } = await serve();
  return (await ask("GET", "/openapi.json")).body as unknown as OpenApiDocument;
}

describe("/openapi.json", () => {
  it("is OpenAPI 3.1 for a public validator", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tutti-openapi-"));
    try {
      const file = path.join(folder, "openapi.json");
      writeFileSync(file, JSON.stringify(await documentOf()));
      const output = execFileSync(process.execPath, [VALIDATOR, file], { encoding: "utf8", stdio: "pipe" });
      expect(output).toContain('"valid": true');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("has nothing that a public linter would have better", async () => {
    const document = await documentOf();
    expect(lint(document)).toEqual([]);
    const { license, ...info } = document.info;
    expect(license).toBeDefined();
    expect(lint({ ...document, info })).toEqual([
      "info-license at #/info: Info object should contain `license` field.",
    ]);
  });

  it("has every name that it refers to, and no other schema", async () => {
    const document = await documentOf();
    const { schemas } = document.components;
    const text = JSON.stringify(document);
    const referred = new Set(
      Array.from(text.matchAll(/"#\/components\/schemas\/(\w+)"/g), ([, name]) => name),
    );
    expect([...referred].toSorted()).toEqual(Object.keys(schemas).toSorted());
    expect(text).not.toContain("$defs");
  });

  it("has an operationId, a summary and a scope for each operation", async () => {
    const { paths } = await documentOf();
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { security, summary, ...rest } of operations) {
      expect(summary).toMatch(/^[A-Z].*[.?]$/);
      expect(security ?? rest["x-scope"]).toBeDefined();
    }
  });
});
