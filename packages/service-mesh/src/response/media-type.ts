/** How the body of an answer becomes JSON. */
export type BodyKind = "json" | "text" | "binary" | "unknown";

const TEXT =
  /^(text\/.+|.+\+xml|application\/(xml|javascript|x-javascript|ecmascript|yaml|x-yaml|toml|sql|graphql|x-ndjson|ndjson|jsonl|x-www-form-urlencoded))$/;
const BINARY =
  /^((image|audio|video|font|model)\/.+|application\/(octet-stream|pdf|zip|gzip|x-gzip|x-tar|wasm|protobuf|x-protobuf|grpc))$/;

/**
 * The kind of a body by its media type; `unknown` when its bytes have to decide.
 *
 * @example
 * kindOf("application/problem+json; charset=utf-8"); // "json"
 */
export function kindOf(contentType: string | undefined): BodyKind {
  const type = mediaType(contentType);
  if (type === "application/json" || type.endsWith("+json")) return "json";
  if (TEXT.test(type)) return "text";
  return BINARY.test(type) ? "binary" : "unknown";
}

/** The media type without its parameters, in lower case; empty when there is none. */
export function mediaType(contentType: string | undefined): string {
  return (contentType?.split(";")[0] ?? "").trim().toLowerCase();
}

/** The `charset` of a content type, in lower case. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1]?.toLowerCase();
}
