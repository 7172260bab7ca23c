import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type ServiceErrorCode, serviceErrors, serviceMeshConfig } from "./index";

const readme = readFileSync(path.join(__dirname, "../README.md"), "utf8");

/** The rows of the table whose header starts with these columns: the cells without their quotes. */
function table(...columns: readonly string[]): string[][] {
  const lines = readme.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${columns.join(" | ")} |`));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll(/^`|`$/g, "")),
  );
}

describe("the README", () => {
  it("lists each error with its retryability", () => {
    const words: Record<string, unknown> = { yes: true, no: false };
    const listed = table("code", "retryable", "when").map(([code = "", retryable = ""]) => [
      code,
      words[retryable] ?? retryable,
    ]);
    const codes = Object.keys(serviceErrors) as ServiceErrorCode[];
    expect(listed).toEqual(codes.map((code) => [code, serviceErrors[code].retryable]));
  });

  it("lists each option of a service with its default", () => {
    const schema = z.toJSONSchema(serviceMeshConfig, { io: "input" });
    const { additionalProperties: service } = schema.properties!["services"] as {
      additionalProperties: { properties: object };
    };
    const options = Object.entries(service.properties as Record<string, { default?: unknown }>);
    const shown = options.map(([name, option]) => [
      name,
      option.default === undefined ? (name === "url" ? "required" : "none") : JSON.stringify(option.default),
    ]);
    expect(table("option", "meaning", "unit", "default").map(([name, , , value]) => [name, value])).toEqual(
      shown,
    );
  });
});
