import type { Json } from "../json/json";

/** What stands where a secret stood. */
export const REDACTED = "[redacted]";

/** Shorter values are only redacted where they stand alone: `1` inside a text says nothing. */
const SHORTEST_INSIDE_TEXT = 4;

/** Takes known secrets out of everything that leaves an action: outputs, errors, events and logs. */
export class Redactor {
  /** Made with the first secret: most executions have none. */
  private exact: Set<Json> | undefined;
  /** The longest first, for one secret may be a part of another. */
  private inside: readonly string[] = [];

  /** Learns a secret. Its URI-encoded and JSON-escaped forms are redacted as well. */
  learn(secret: Json): void {
    if (secret === null || typeof secret === "boolean" || secret === "") return;
    if (typeof secret === "object") {
      for (const part of Object.values(secret)) this.learn(part);
      return;
    }
    this.exact ??= new Set();
    this.exact.add(secret);
    const text = String(secret);
    if (text.length < SHORTEST_INSIDE_TEXT) return;
    const forms = [text, uriEncoded(text), JSON.stringify(text).slice(1, -1)];
    this.inside = [...new Set([...this.inside, ...forms])].toSorted((a, b) => b.length - a.length);
  }

  /** True until a secret is learnt: nothing has to be looked at. */
  get isIdle(): boolean {
    return this.exact === undefined;
  }

  /** A text without the secrets. */
  text(text: string): string {
    if (this.exact?.has(text) === true) return REDACTED;
    let clean = text;
    for (const secret of this.inside) clean = clean.replaceAll(secret, REDACTED);
    return clean;
  }

  /** A JSON value without the secrets; the same object when there is nothing to do. */
  value<T extends Json>(value: T): T {
    return this.isIdle ? value : (this.clean(value) as T);
  }

  private clean(value: Json): Json {
    if (typeof value === "string") return this.text(value);
    if (typeof value !== "object" || value === null)
      return this.exact?.has(value) === true ? REDACTED : value;
    if (Array.isArray(value)) return value.map((item: Json) => this.clean(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.clean(item)]));
  }
}

/** encodeURIComponent refuses half of a surrogate pair. */
function uriEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
