import type { FastifyError } from "fastify";
import { ServerError } from "./server-error";

/** What fastify's own errors mean here, by their code. */
const known: Readonly<
  Record<string, (error: FastifyError, limits: { readonly bodyBytes: number }) => ServerError>
> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (_, { bodyBytes }) => ServerError.of("BODY_TOO_LARGE", { bytes: bodyBytes }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    ServerError.of("UNSUPPORTED_MEDIA_TYPE", { type: "unknown", accepted: ["application/json"] }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    ServerError.of("MALFORMED_BODY", { problem: "its length is not what Content-Length says" }),
  FST_ERR_BAD_URL: () => ServerError.of("MALFORMED_REQUEST", { problem: "the path has a bad % escape" }),
};

/** An error of fastify as one of the server; undefined: it is none that a caller could have known better. */
export function fromFastify(error: unknown, limits: { readonly bodyBytes: number }): ServerError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as FastifyError;
  const found = typeof code === "string" && Object.hasOwn(known, code) ? known[code] : undefined;
  if (found !== undefined) return found(error as FastifyError, limits);
  const isTheirs = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return isTheirs
    ? ServerError.of("MALFORMED_REQUEST", { problem: "it was refused" }, { cause: error })
    : undefined;
}
