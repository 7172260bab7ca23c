import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseDocument } from "yaml";
import { ServerError } from "../errors";
import type { Route } from "./route";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What the route takes as a body. Default: nothing. */
    body?: Route["body"] | undefined;
  }
}

const JSON_TYPES = /^application\/json$/;
const YAML_TYPES = /^(?:application|text)\/(?:x-)?yaml$/;

/** Reads bodies: JSON, YAML where a route takes it, and as they came where a route asks for that. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (request, text, done) => {
    try {
      done(null, read(request, text as string));
    } catch (error) {
      done(error as Error);
    }
  });
}

function read(request: FastifyRequest, text: string): unknown {
  const { body } = request.routeOptions.config;
  if (body?.raw === true) return text;
  if (text === "" && body?.required !== true) return undefined;
  if (body === undefined) throw ServerError.of("MALFORMED_BODY", { problem: "this address takes no body" });
  return parse(text, mediaType(request), body.yaml === true);
}

function parse(text: string, type: string, takesYaml: boolean): unknown {
  if (JSON_TYPES.test(type)) return readJson(text);
  if (takesYaml && YAML_TYPES.test(type)) return readYaml(text);
  const accepted = takesYaml ? ["application/json", "application/yaml"] : ["application/json"];
  throw ServerError.of("UNSUPPORTED_MEDIA_TYPE", { type: type.slice(0, 100), accepted });
}

/** The type alone, without its parameters. */
function mediaType({ headers }: FastifyRequest): string {
  return (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function readJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw ServerError.of("MALFORMED_BODY", { problem: `it is no JSON (${messageOf(error)})` });
  }
  return checkKeys(value);
}

function readYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { version: "1.2", schema: "core" });
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    return checkKeys(document.toJS({ maxAliasCount: 100 }));
  } catch (error) {
    if (error instanceof ServerError) throw error;
    throw ServerError.of("MALFORMED_BODY", { problem: `it is no YAML (${messageOf(error)})` });
  }
}

/** How deep a body may nest: more than any definition does, and less than what a stack of calls takes. */
const DEEPEST = 500;

/** Refuses what nests too deep, and the keys that lead into an object's prototype. */
function checkKeys(value: unknown): unknown {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw ServerError.of("MALFORMED_BODY", { problem: `it nests deeper than ${DEEPEST} levels` });
    level = level.flatMap(children);
  }
  return value;
}

function children(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Object.hasOwn(value, "__proto__"))
    throw ServerError.of("MALFORMED_BODY", { problem: 'it has the key "__proto__"' });
  return Object.values(value).filter((child) => typeof child === "object" && child !== null);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Only what is wrong and where: the rest may quote much of the body.
  return (text.split("\n", 1)[0] ?? "").replace(/[.:]$/, "").slice(0, 200);
}
