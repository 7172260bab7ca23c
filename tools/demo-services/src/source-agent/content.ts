import { extname } from "node:path";
import type { ContentType } from "../document/types.ts";
import { Problem } from "../json-service.ts";

/** The largest document that is read. */
export const DOCUMENT_LIMIT = 1024 * 1024;

const BY_EXTENSION: Readonly<Record<string, ContentType>> = {
  "": "text/plain",
  ".txt": "text/plain",
  ".text": "text/plain",
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".html": "text/html",
  ".htm": "text/html",
};

const BY_MEDIA_TYPE: Readonly<Record<string, ContentType>> = {
  "text/plain": "text/plain",
  "text/markdown": "text/markdown",
  "text/x-markdown": "text/markdown",
  "text/html": "text/html",
  "application/xhtml+xml": "text/html",
};

/** The kind of a file, by its name; one without an extension, such as LICENSE, is plain text. */
export function typeOfFile(name: string): ContentType {
  const extension = extname(name).toLowerCase();
  return BY_EXTENSION[extension] ?? refuse(`"${extension}" files`);
}

/** The kind of an HTTP answer. Servers often call Markdown plain text, so there the name has a say. */
export function typeOfResponse(mediaType: string, pathname: string): ContentType {
  const type = BY_MEDIA_TYPE[mediaType] ?? refuse(mediaType === "" ? "an unnamed type" : mediaType);
  const byName = BY_EXTENSION[extname(pathname).toLowerCase()];
  return type === "text/plain" && byName === "text/markdown" ? byName : type;
}

function refuse(kind: string): never {
  const detail = `The document is of a kind that can't be reviewed: ${kind}. Give Markdown, HTML or plain text.`;
  throw new Problem({ status: 415, code: "UNSUPPORTED_DOCUMENT", detail });
}

/** Throws when a document has more bytes than are read. */
export function checkSize(bytes: number): void {
  if (bytes <= DOCUMENT_LIMIT) return;
  const detail = `The document is larger than ${DOCUMENT_LIMIT} bytes. Give a smaller one, or a part of it.`;
  throw new Problem({ status: 413, code: "DOCUMENT_TOO_LARGE", detail });
}

/** The bytes of a stream, which is left as soon as there are too many. */
export async function readLimited(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    checkSize(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The text of a document. Bytes that are no text in this encoding are refused, not replaced. */
export function decode(bytes: Buffer, charset = "utf-8"): string {
  const text = tryDecode(bytes, charset);
  if (text !== undefined && !text.includes("\0")) return text;
  const detail = `The document is not text in ${charset}. Give a text document, best in UTF-8.`;
  throw new Problem({ status: 415, code: "UNSUPPORTED_DOCUMENT", detail });
}

function tryDecode(bytes: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
