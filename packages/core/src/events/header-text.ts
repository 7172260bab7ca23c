/** What may stand in a header as it is: visible ASCII but `"` and `%`. */
const PLAIN = /^[!#$&-~]*$/;

/**
 * A text as CloudEvents' HTTP binding puts it into a header: in UTF-8, percent-encoded where it is not visible
 * ASCII.
 */
export function encodeHeader(text: string): string {
  if (PLAIN.test(text)) return text;
  const bytes = new TextEncoder().encode(text);
  return Array.from(bytes, (byte) => {
    const char = String.fromCodePoint(byte);
    return PLAIN.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

/** The text again; undefined: it is not percent-encoded UTF-8. */
export function decodeHeader(value: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1];
  const text = quoted === undefined ? value : quoted.replaceAll(/\\(.)/g, "$1");
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
