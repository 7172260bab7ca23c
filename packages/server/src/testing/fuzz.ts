import * as fc from "fast-check";
import type { OpenApiDocument } from "../openapi/document";

/** A request that somebody with bad intentions, or with a bad client, might send. */
export interface HostileRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const XSS = '<img src=x onerror="alert(1)">';

const texts = fc.oneof(
  fc.constantFrom(
    "",
    XSS,
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "\u0000",
    "💥",
    "null",
    "{{$secrets.X}}",
    "%00",
  ),
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.string({ minLength: 1000, maxLength: 3000 }),
);

const numbers = fc.constantFrom(0, -1, 1e308, -1e308, Number.MAX_SAFE_INTEGER, 1.5, 2 ** 53 + 2);

const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    numbers,
    texts,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys()), texts), tie("value"), { maxKeys: 5 }),
  ),
})).value;

/** The names that the API knows, so that not everything fails at the first check. */
function keys(): string[] {
  return [
    "name",
    "actions",
    "action_id",
    "action_type",
    "config",
    "parameters",
    "triggers",
    "idempotency_key",
    "reason",
    "tags",
    "status",
    "for_each",
    "condition",
  ];
}

const deep = fc.integer({ min: 1, max: 60_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth));

const bodies = fc.oneof(
  { weight: 6, arbitrary: values.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: deep },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "",
      "{",
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{"x":1}}}',
      "\uFEFF{}",
      '{"name":"a","name":"b"}',
      "1e999",
      '"\\ud800"',
      "a: &a [*a]",
      "{{",
      "---\n- !!js/function 'x'",
    ),
  },
  { weight: 1, arbitrary: texts },
);

const types = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-16",
  "application/yaml",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "bad",
  "",
);

/** What no header may hold is the client's affair, and not the server's. */
const headerTexts = texts.map((text) => text.replaceAll(/[^\t\u0020-\u007E\u0080-\u00FF]/g, "").trim());

const headers = fc.record(
  {
    "x-user-id": headerTexts,
    "x-request-id": headerTexts,
    "if-match": fc.oneof(headerTexts, fc.constantFrom('"1"', "*", '"99999999999"')),
    "if-none-match": headerTexts,
    "last-event-id": fc.oneof(headerTexts, fc.constantFrom("0", "-1", "1e9")),
    accept: fc.constantFrom("*/*", "application/json", "text/html", "application/json;q=x", ";;;,,"),
    traceparent: headerTexts,
    origin: headerTexts,
    "webhook-id": headerTexts,
    "webhook-timestamp": fc.oneof(headerTexts, fc.constantFrom("0", "99999999999999")),
    "webhook-signature": headerTexts,
  },
  { requiredKeys: [] },
);

const places = (ids: readonly string[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: texts.map(inPath) });

/** As a path may have it, now and then with an escape that is none. */
function inPath(text: string): string {
  const safe = encodeURIComponent(/[\ud800-\udfff]/.test(text) ? "x" : text).slice(0, 2000);
  return safe === "" ? "%" : safe;
}

/** Requests to every operation of the document, with the given ids and with whatever else. */
export function hostileRequests(
  document: OpenApiDocument,
  ids: readonly string[],
): fc.Arbitrary<HostileRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      query: (operation.parameters as { name: string; in: string }[]).filter((one) => one.in === "query"),
    })),
  );
  return fc.constantFrom(...operations).chain(({ method, path, query }) => {
    const parts = path.split("/").map((part) => (part.startsWith("{") ? places(ids) : fc.constant(part)));
    const names = query.map(({ name }) => name);
    return fc.record({
      method: fc.oneof(
        { weight: 8, arbitrary: fc.constant(method) },
        fc.constantFrom("GET", "POST", "PUT", "DELETE"),
      ),
      url: fc.tuple(fc.tuple(...parts), queries(names)).map(([all, search]) => all.join("/") + search),
      headers: fc.tuple(headers, types).map(([some, type]) => ({ ...some, "content-type": type })),
      body: fc.option(bodies, { nil: undefined }),
    });
  });
}

function queries(names: readonly string[]): fc.Arbitrary<string> {
  const given = fc.oneof(
    texts.map(inPath),
    fc.constantFrom("0", "1", "-1", "1e3", "2020-01-01T00:00:00Z", "%zz", "a,b,,"),
  );
  const name = fc.constantFrom(...names, "__proto__", "unknown[a]");
  return fc
    .array(fc.tuple(name, given), { maxLength: 3 })
    .map((pairs) => pairs.map(([key, value], index) => `${index === 0 ? "?" : "&"}${key}=${value}`).join(""));
}
