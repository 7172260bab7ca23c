/** The trace that a request belongs to: W3C Trace Context and Baggage. */
export interface TraceContext {
  /** Sent as `traceparent`. */
  readonly traceparent?: string | undefined;
  /** Sent as `tracestate`, and only together with {@link TraceContext.traceparent}. */
  readonly tracestate?: string | undefined;
  /** Sent as `baggage`: names with values, which are percent-encoded. */
  readonly baggage?: Readonly<Record<string, string>> | undefined;
}

const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(-.*)?$/;
// A key may be that of a vendor: `tenant@vendor`.
const TRACESTATE_MEMBER =
  /^[a-z\d][a-z\d_*/-]{0,240}(@[a-z][a-z\d_*/-]{0,13})?=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,256}$/;
const TOKEN = /^[!#$%&'*+\-.^_`|~\da-zA-Z]+$/;

const MOST_TRACESTATE_MEMBERS = 32;
const MOST_BAGGAGE_MEMBERS = 64;
const LONGEST_BAGGAGE = 8192;

/**
 * The headers of a trace context. A `traceparent` or `tracestate` that does not fit its format is left out,
 * as the specification asks for: a broken trace breaks no request.
 *
 * @example
 * traceHeaders({ traceparent, baggage: { tenant: "a b" } }); // { traceparent: "00-…", baggage: "tenant=a%20b" }
 */
export function traceHeaders({
  traceparent = "",
  tracestate = "",
  baggage = {},
}: TraceContext): Record<string, string> {
  const isTraced = TRACEPARENT.test(traceparent);
  return {
    ...(isTraced ? { traceparent } : {}),
    ...(isTraced && tracestate !== "" && isTracestate(tracestate) ? { tracestate } : {}),
    ...(Object.keys(baggage).length === 0 ? {} : { baggage: encoded(baggage) }),
  };
}

/**
 * What is wrong with baggage, or undefined.
 *
 * @example
 * baggageProblem({ "a b": "c" }); // 'baggage has the name "a b", which headers can\'t hold'
 */
export function baggageProblem(baggage: Readonly<Record<string, string>>): string | undefined {
  const names = Object.keys(baggage);
  const bad = names.find((name) => !TOKEN.test(name));
  if (bad !== undefined) return `baggage has the name ${JSON.stringify(bad)}, which headers can't hold`;
  if (names.length > MOST_BAGGAGE_MEMBERS || encoded(baggage).length > LONGEST_BAGGAGE)
    return `baggage has more than ${MOST_BAGGAGE_MEMBERS} entries or ${LONGEST_BAGGAGE} bytes`;
  return undefined;
}

function isTracestate(text: string): boolean {
  const members = text.split(",").map((member) => member.trim());
  const filled = members.filter((member) => member !== "");
  return filled.length <= MOST_TRACESTATE_MEMBERS && filled.every((member) => TRACESTATE_MEMBER.test(member));
}

function encoded(baggage: Readonly<Record<string, string>>): string {
  return (
    Object.entries(baggage)
      // Half a character can't be encoded: it becomes the sign for a lost one.
      .map(([name, value]) => `${name}=${encodeURIComponent(Buffer.from(value).toString())}`)
      .join(",")
  );
}
