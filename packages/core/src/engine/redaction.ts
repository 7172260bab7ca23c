import type { Json } from "../json/json";
import { base64Fragments, textForms } from "./secret-forms";

/** What stands where a secret stood. */
export const REDACTED = "[redacted]";

/** Shorter values are only redacted where they stand alone: `1` inside a text says nothing. */
const SHORTEST_INSIDE_TEXT = 4;

/** Texts are cut to fit into messages: of a longer secret so many characters are enough to know it by. */
const KNOWN_BY = 32;

/** What base64 is written with, in both alphabets. */
const BASE64 = /[\w+/=-]/;

/** Takes known secrets out of everything that leaves an action: outputs, errors, events and logs. */
export class Redactor {
  /** The secrets as texts; made with the first one, as most executions have none. */
  private exact: Set<string> | undefined;
  /** The longest first, for one secret may be a part of another. */
  private inside: readonly string[] = [];
  private encoded: readonly string[] = [];
  /** The long ones, by their beginnings. */
  private readonly cut = new Map<string, readonly string[]>();

  /** Learns a secret, and the forms that it takes when it is encoded or escaped. */
  learn(secret: Json): void {
    if (secret === null || typeof secret === "boolean" || secret === "") return;
    if (typeof secret === "object") {
      for (const part of Object.values(secret)) this.learn(part);
      return;
    }
    this.exact ??= new Set();
    const text = String(secret);
    if (this.exact.has(text)) return;
    this.exact.add(text);
    if (text.length >= SHORTEST_INSIDE_TEXT) this.learnForms(text);
  }

  private learnForms(text: string): void {
    const forms = textForms(text);
    this.inside = longestFirst([...this.inside, ...forms]);
    this.encoded = longestFirst([...this.encoded, ...base64Fragments(text)]);
    for (const form of forms.filter(({ length }) => length > KNOWN_BY)) {
      const head = form.slice(0, KNOWN_BY);
      this.cut.set(head, [...(this.cut.get(head) ?? []), form]);
    }
  }

  /** True until a secret is learnt: nothing has to be looked at. */
  get isIdle(): boolean {
    return this.exact === undefined;
  }

  /** A text without the secrets. */
  text(text: string): string {
    return this.exact?.has(text) === true ? REDACTED : this.within(text);
  }

  /** A text without the secrets inside it, for what must not change because it equals a short one by chance. */
  within(text: string): string {
    let clean = text;
    for (const secret of this.inside) clean = clean.replaceAll(secret, REDACTED);
    for (const [head, forms] of this.cut) clean = hideCut(clean, head, forms);
    for (const fragment of this.encoded) clean = hideWord(clean, fragment);
    return clean;
  }

  /** A JSON value without the secrets; the same object when there is nothing to do. */
  value<T extends Json>(value: T): T {
    return this.isIdle ? value : (this.clean(value) as T);
  }

  /** Does a value hold a secret? Those that are too short to be told from chance do not count. */
  isIn(value: Json): boolean {
    if (this.isIdle || value === null) return false;
    if (typeof value === "object")
      return Object.entries(value).some(([key, item]) => this.isIn(key) || this.isIn(item));
    const text = String(value);
    return this.within(text) !== text;
  }

  /** The secrets that a value holds. */
  secretsIn(value: Json): readonly string[] {
    return [...(this.exact ?? [])].filter((secret) => {
      const one = new Redactor();
      one.learn(secret);
      return one.isIn(value);
    });
  }

  private clean(value: Json): Json {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.exact?.has(String(value)) === true ? REDACTED : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.clean(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.clean(item)]));
  }
}

function longestFirst(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted((a, b) => b.length - a.length);
}

/** Hides what is left of a secret whose end was cut off: of the forms that begin so, the one that goes on longest. */
function hideCut(text: string, head: string, forms: readonly string[]): string {
  return replaceEach(text, head, (from) => {
    const lengths = forms.map((form) => {
      let length = head.length;
      while (length < form.length && text[from + length] === form[length]) length += 1;
      return length;
    });
    return [from, from + Math.max(...lengths)];
  });
}

/** Hides the whole base64 text around a fragment: its neighbours hold the secret's first and last bits. */
function hideWord(text: string, fragment: string): string {
  return replaceEach(text, fragment, (found, after) => {
    let from = found;
    let to = found + fragment.length;
    while (from > after && BASE64.test(text[from - 1] as string)) from -= 1;
    while (to < text.length && BASE64.test(text[to] as string)) to += 1;
    return [from, to];
  });
}

/** Puts the mark over a range around each place where something is found. */
function replaceEach(
  text: string,
  sought: string,
  range: (found: number, after: number) => readonly [from: number, to: number],
): string {
  let clean = "";
  let after = 0;
  for (let found = text.indexOf(sought); found !== -1; found = text.indexOf(sought, after)) {
    const [from, to] = range(found, after);
    clean += text.slice(after, from) + REDACTED;
    after = to;
  }
  return clean + text.slice(after);
}
