import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import {
  type MeshEventType,
  type ServiceErrorCode,
  serviceErrors,
  serviceMeshConfig,
  type ServiceMeshOptions,
} from "./index";

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
    expect(rows("option")).toEqual(shownOf(service));
  });

  it.each(["dns", "passive_health", "health_check", "circuit_breaker", "bulkhead", "rate_limit"])(
    "lists each option of %s with its default",
    (name) => {
      const option = service.properties![name]!;
      const object = option.anyOf?.find(({ type }) => type === "object") ?? option;
      expect(rows(`\`${name}\``)).toEqual(shownOf(object));
    },
  );

  it("lists each option of an instance with its default", () => {
    expect(rows("`instances`")).toEqual(shownOf(service.properties!["instances"]!.items!));
  });

  it("lists each option of createServiceMesh", () => {
    const options: Record<keyof ServiceMeshOptions, true> = {
      services: true,
      allowed_hosts: true,
      identity: true,
      downloads: true,
      secrets: true,
      lookup: true,
      resolver: true,
      registry: true,
      environment: true,
      onStateChange: true,
      random: true,
      time: true,
    };
    expect(table("mesh option", "meaning", "default").map(([name]) => name)).toEqual(Object.keys(options));
  });

  it("lists each change of state", () => {
    const types: Record<MeshEventType, true> = {
      "instance.added": true,
      "instance.removed": true,
      "instance.refused": true,
      "instance.ejected": true,
      "instance.recovering": true,
      "instance.recovered": true,
      "instance.unhealthy": true,
      "instance.healthy": true,
      "breaker.opened": true,
      "breaker.half_opened": true,
      "breaker.closed": true,
      "discovery.failed": true,
      "discovery.recovered": true,
    };
    const listed = table("type", "when").flatMap(([names = ""]) => names.split(/`?, `?/));
    expect(listed).toEqual(Object.keys(types));
  });
});

interface OptionSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly OptionSchema[];
  readonly items?: OptionSchema;
}

const schema = z.toJSONSchema(serviceMeshConfig, { io: "input" }) as unknown as {
  readonly properties: { readonly services: { readonly additionalProperties: OptionSchema } };
};
const service = schema.properties.services.additionalProperties;

/** The names and defaults of a table of options, which says first whose options these are. */
function rows(whose: string): unknown[] {
  return table(whose, "meaning", "unit", "default").map(([name, , , value]) => [name, value]);
}

function shownOf({ properties = {}, required = [] }: OptionSchema): unknown[] {
  return Object.entries(properties).map(([name, option]) => {
    const without = required.includes(name) ? "required" : "none";
    return [name, option.default === undefined ? without : JSON.stringify(option.default)];
  });
}
