import type { IncomingHttpHeaders } from "node:http";
import type { StartOptions } from "@tutti/core";

const TRACEPARENT = /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const NAME = /^[!#$%&'*+\-.^_`|~\da-zA-Z]+$/;
/** So much is passed on: W3C asks for no more (bytes, names). */
const LONGEST = 8192;
const MOST_NAMES = 64;

/**
 * The trace context of a request (W3C Trace Context, level 1, and W3C Baggage). What is malformed is left out, as both
 * ask for: a trace must not fail what it traces.
 *
 * @example
 * traceHeaders({ baggage: "tenant=acme, user=ada%20l" }); // { baggage: { tenant: "acme", user: "ada l" } }
 */
export function traceHeaders({
  baggage,
  traceparent,
  tracestate,
}: IncomingHttpHeaders): Pick<StartOptions, "baggage" | "traceparent" | "tracestate"> {
  const isTrace = typeof traceparent === "string" && TRACEPARENT.test(traceparent);
  const state = textOf(tracestate);
  const members = baggageOf(textOf(baggage));
  return {
    ...(isTrace ? { traceparent } : {}),
    // Without its parent, a state says nothing.
    ...(isTrace && state !== "" ? { tracestate: state } : {}),
    ...(members.length === 0 ? {} : { baggage: Object.fromEntries(members) }),
  };
}

/** What fits when it is written again, where more may have to be encoded than there was. */
function baggageOf(header: string): (readonly [string, string])[] {
  let length = 0;
  const members = header.split(",").flatMap((member) => memberOf(member));
  return members.slice(0, MOST_NAMES).filter(([name, value]) => {
    const added = name.length + encodeURIComponent(value).length + 2;
    const fits = length + added <= LONGEST;
    if (fits) length += added;
    return fits;
  });
}

/** Properties behind a `;` are left out: they say something about the value to those who know them. */
function memberOf(member: string): (readonly [string, string])[] {
  const [pair = ""] = member.split(";", 1);
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  if (at < 1 || !NAME.test(name)) return [];
  try {
    return [[name, decodeURIComponent(pair.slice(at + 1).trim())]];
  } catch {
    return [];
  }
}

function textOf(header: string | readonly string[] | undefined): string {
  const text = typeof header === "object" ? header.join(",") : (header ?? "");
  return text.length > LONGEST ? "" : text;
}
