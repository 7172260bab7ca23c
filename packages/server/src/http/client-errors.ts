import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ServerError, toProblem } from "../errors";

const STATUSES: Readonly<Record<string, readonly [status: number, problem: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "its headers are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "it took too long to come"],
};

/** Answers what was no HTTP request, so that even that gets problem+json. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, problem] = STATUSES[error.code ?? ""] ?? [400, "it is no HTTP/1.1"];
  const known = ServerError.of("MALFORMED_REQUEST", { problem });
  const answer = { ...toProblem(known, { url: "", requestId: randomUUID() }).problem };
  const title = STATUS_CODES[status] ?? "Error";
  const body = JSON.stringify({ ...answer, status, title });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
