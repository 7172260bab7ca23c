import type { FastifyRequest } from "fastify";
import { ServerError } from "../errors";

/** The last event that the client has, by the header or else by the query; undefined: neither says. */
export function lastEventId(
  { headers }: Pick<FastifyRequest, "headers">,
  after: number | undefined,
): number | undefined {
  const given = headers["last-event-id"];
  if (given === undefined || given === "") return after;
  if (typeof given === "string" && /^\d{1,15}$/.test(given)) return Number(given);
  throw ServerError.of("MALFORMED_REQUEST", { problem: "Last-Event-ID is none that this stream gave" });
}
