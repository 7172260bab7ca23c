import type { Json } from "@tutti/core";
import { charsetOf, kindOf, mediaType } from "./media-type";

/**
 * Turns a body into JSON by its content type: JSON parsed, text as text, anything else as
 * `{ base64, content_type }`, an empty body as null.
 *
 * A type that says nothing about its bytes is text when they are UTF-8 without a NUL.
 *
 * @throws {SyntaxError} When the body says that it is JSON and is not.
 * @example
 * decodeBody(Buffer.from('{"a":1}'), "application/json"); // { a: 1 }
 */
export function decodeBody(body: Buffer, contentType: string | undefined): Json {
  if (body.byteLength === 0) return null;
  const kind = kindOf(contentType);
  if (kind === "json") return JSON.parse(textOf(body, "utf-8")) as Json;
  if (kind === "text") return textOf(body, charsetOf(contentType));
  const text = kind === "unknown" ? strictText(body) : undefined;
  return (
    text ?? {
      base64: body.toString("base64"),
      content_type: mediaType(contentType) || "application/octet-stream",
    }
  );
}

/** The body as text, whatever it is: for showing it. */
export function textOf(body: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body); // a charset that nobody knows: UTF-8 is the best guess
  }
}

function strictText(body: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    return text.includes("\u0000") ? undefined : text;
  } catch {
    return undefined;
  }
}
