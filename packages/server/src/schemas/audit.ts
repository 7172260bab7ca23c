import { z } from "zod";
import { filterText, named, nextCursor, paging, time } from "./common";

/** `GET /audit` */
export const auditQuery = z.strictObject({
  ...paging,
  user: filterText.exactOptional().describe("What this user did."),
  action: filterText.exactOptional().describe("What was done: an operationId of this document."),
  since: time.exactOptional().describe("At or after this time."),
  until: time.exactOptional().describe("Before this time."),
});

const auditEntrySchema = named(
  "AuditEntry",
  "Something that was done, or refused.",
  z.object({
    position: z.int().describe("Its place in the log; a later one has a higher one."),
    time,
    request_id: z.string().describe("Finds the request in the server's log."),
    user: z.string().nullable().describe("Who asked; null: that could not be told."),
    key_id: z.string().nullable().describe("The API key that they used."),
    action: z.string().describe("What they asked for: an operationId of this document."),
    method: z.string(),
    path: z.string().describe("Without the query."),
    address: z.string().describe("Where they asked from."),
    status: z.int().describe("How it was answered."),
    code: z.string().nullable().describe("Why it was refused; null: it was not."),
  }),
);

/** A page of the audit log. */
export const auditPageSchema = named(
  "AuditPage",
  "A page of the audit log, newest first.",
  z.object({ entries: z.array(auditEntrySchema), next_cursor: nextCursor }),
);
