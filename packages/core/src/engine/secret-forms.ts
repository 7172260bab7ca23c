import { Buffer } from "node:buffer";

/** In base64 the characters at both ends of a secret also depend on its neighbours; what is between must be this long. */
const SHORTEST_FRAGMENT = 6;

/** A line of a secret that is shorter says nothing. */
const SHORTEST_LINE = 8;

/**
 * The forms in which a secret text may turn up as it is: itself, encoded for an address, a form, JSON (also JSON
 * within JSON) and HTML, in hexadecimal, and each line of a text of several.
 */
export function textForms(secret: string): readonly string[] {
  const json = jsonEscaped(secret);
  const hex = Buffer.from(secret).toString("hex");
  const forms = [
    secret,
    uriEncoded(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    json,
    jsonEscaped(json),
    htmlEscaped(secret, /[&<>]/g),
    htmlEscaped(secret, /[&<>"']/g),
    hex,
    hex.toUpperCase(),
    ...linesOf(secret),
  ];
  return [...new Set(forms)];
}

/**
 * What stands in every base64 text that encodes the secret with whatever is before and behind it, as
 * `user:secret` in a basic authorization. Three alignments, in both alphabets.
 */
export function base64Fragments(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const fragments = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = before === 0 ? 0 : before + 1;
    // The last character holds bits of what follows, unless the bytes end with a group of three.
    const end = (before + bytes.length) % 3 === 0 ? encoded.length : encoded.length - 1;
    const fragment = encoded.slice(first, end);
    return [fragment, fragment.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...new Set(fragments)].filter(({ length }) => length >= SHORTEST_FRAGMENT);
}

function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  if (lines.length === 1) return [];
  // "-----BEGIN PRIVATE KEY-----" is no secret.
  return lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** encodeURIComponent refuses half of a surrogate pair. */
function uriEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function htmlEscaped(text: string, signs: RegExp): string {
  return text.replaceAll(signs, (sign) => ENTITIES[sign] as string);
}
