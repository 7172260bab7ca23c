import type { PreparedRequest } from "../request/prepare";
import type { BodySink } from "../transport/exchange";
import { isExpectedType } from "./content-type";
import { saveBody } from "./save-body";
import { isExpected } from "./status";

/**
 * What saves the answer of a request; undefined when it asks for nothing to be saved. An answer that is
 * an error is not saved, nor one that could not be decompressed.
 */
export function sinkFor({
  label,
  expectStatus,
  expectContentType,
  save,
}: PreparedRequest): BodySink | undefined {
  if (save === undefined) return undefined;
  return {
    wants: (status, headers) =>
      isExpected(status, expectStatus) &&
      (headers["content-encoding"] ?? "identity") === "identity" &&
      (expectContentType === undefined || isExpectedType(headers["content-type"], expectContentType)),
    write: (body) => saveBody(body, { ...save, label }),
  };
}
