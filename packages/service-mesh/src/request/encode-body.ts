import type { BodyPart, RequestBody } from "./body-options";
import { addQuery } from "./query";
import type { QueryValues } from "../types";

/** What is wrong with a body. */
export class BodyError extends Error {}

/** A body on the wire. */
export interface EncodedBody {
  readonly bytes: string | Buffer;
  readonly contentType: string;
}

/**
 * Turns a body into what is sent.
 *
 * @throws {BodyError} With the reason.
 * @example
 * await encodeBody({ form: { tag: ["a", "b"] } });
 * // { bytes: "tag=a&tag=b", contentType: "application/x-www-form-urlencoded" }
 */
export async function encodeBody(body: RequestBody): Promise<EncodedBody> {
  if ("json" in body) return { bytes: jsonOf(body.json), contentType: "application/json" };
  if ("form" in body) return formOf(body.form);
  if ("multipart" in body) return multipartOf(body.multipart);
  if ("text" in body) {
    return { bytes: body.text, contentType: body.content_type ?? "text/plain; charset=utf-8" };
  }
  return { bytes: bytesOf(body.base64), contentType: body.content_type ?? "application/octet-stream" };
}

// Undefined has no JSON text.
function jsonOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function formOf(form: Readonly<Record<string, unknown>>): EncodedBody {
  const url = new URL("http://form");
  addQuery(url, form as QueryValues);
  return { bytes: url.searchParams.toString(), contentType: "application/x-www-form-urlencoded" };
}

// Node.js writes multipart bodies itself; only the header tells the boundary it chose.
async function multipartOf(parts: readonly BodyPart[]): Promise<EncodedBody> {
  const form = new FormData();
  for (const part of parts) addPart(form, part);
  const response = new Response(form);
  const contentType = response.headers.get("content-type") ?? "multipart/form-data";
  return { bytes: Buffer.from(await response.arrayBuffer()), contentType };
}

function addPart(form: FormData, part: BodyPart): void {
  const { name, text, filename, content_type } = part;
  if (text !== undefined && (filename ?? content_type) === undefined) form.append(name, text);
  else form.append(name, blobOf(part), filename ?? "blob");
}

function blobOf({ text, base64, json, content_type: type }: BodyPart): Blob {
  if (base64 !== undefined) return blob(new Uint8Array(bytesOf(base64)), type);
  return text === undefined ? blob(jsonOf(json), type ?? "application/json") : blob(text, type);
}

function blob(value: string | Uint8Array<ArrayBuffer>, type: string | undefined): Blob {
  return new Blob([value], type === undefined ? {} : { type });
}

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") === base64) return bytes;
  throw new BodyError("it is not base64 (RFC 4648, section 4, with padding and without line breaks)");
}
