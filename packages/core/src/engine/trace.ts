import { TuttiError } from "../errors";
import type { TraceContext } from "../run";
import type { EnginePorts } from "./ports";
import type { StartedTrace } from "./telemetry";

/** The trace context that a starter gives. */
export interface GivenTrace {
  /** The W3C trace context to go on with. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** What goes along with the trace: names with values (W3C Baggage). */
  readonly baggage?: Readonly<Record<string, string>> | undefined;
}

/** The longest `tracestate`, and all of the baggage, encoded as a header (bytes). */
const LONGEST = 8192;
const MOST_BAGGAGE = 64;
const BAGGAGE_NAME = /^[!#$%&'*+\-.^_`|~\da-zA-Z]+$/;

/**
 * The trace context of a new execution: what traces it decides; else it goes on with the caller's trace, or begins
 * one of its own. Baggage goes on in any case. Throws `INVALID_OPTIONS` for what no header can hold.
 */
export function traceOf(
  { startTrace }: EnginePorts,
  given: GivenTrace,
  about: Omit<StartedTrace, keyof GivenTrace>,
): TraceContext {
  const { traceparent } = given;
  const { state, baggage } = carriedBy(given);
  const started = startTrace?.({ ...about, traceparent, ...state, ...baggage });
  if (typeof started === "object") return { ...baggage, ...usable(started) };
  const known = started ?? traceparent;
  if (known === undefined) return { traceparent: newTraceparent(about.executionId), ...baggage };
  return { traceparent: known, ...state, ...baggage };
}

/** What traces must not fail a start: what headers can't hold is left out. */
function usable({ traceparent, baggage = {}, tracestate = "" }: TraceContext): TraceContext {
  const isEmpty = Object.keys(baggage).length === 0;
  return {
    traceparent,
    ...(tracestate === "" || tracestateProblem(tracestate) !== undefined ? {} : { tracestate }),
    ...(isEmpty || baggageProblem(baggage) !== undefined ? {} : { baggage }),
  };
}

/** What goes along with the trace; nothing that is empty. */
function carriedBy({ baggage = {}, tracestate = "" }: GivenTrace): {
  readonly state: Pick<TraceContext, "tracestate">;
  readonly baggage: Pick<TraceContext, "baggage">;
} {
  const problem = baggageProblem(baggage) ?? tracestateProblem(tracestate);
  if (problem !== undefined)
    throw TuttiError.of("INVALID_OPTIONS", {
      where: "start",
      problem,
      fix: `Give texts that fit W3C's headers: ${LONGEST} bytes each, and at most ${MOST_BAGGAGE} names in baggage.`,
    });
  return {
    state: tracestate === "" ? {} : { tracestate },
    baggage: Object.keys(baggage).length === 0 ? {} : { baggage: { ...baggage } },
  };
}

function tracestateProblem(tracestate: string): string | undefined {
  return tracestate.length > LONGEST ? `tracestate has ${tracestate.length} characters` : undefined;
}

function baggageProblem(baggage: Readonly<Record<string, unknown>>): string | undefined {
  const members = Object.entries(baggage);
  for (const [name, value] of members) {
    if (!BAGGAGE_NAME.test(name)) return `baggage has the name ${JSON.stringify(name)}`;
    if (typeof value !== "string") return `baggage.${name} is ${JSON.stringify(value)}`;
  }
  if (members.length > MOST_BAGGAGE) return `baggage has ${members.length} names`;
  const length = lengthOf(members as [string, string][]);
  if (length === undefined) return "baggage has half a character";
  return length > LONGEST ? `baggage has ${length} bytes` : undefined;
}

/** As a header; undefined when it can't be one. */
function lengthOf(members: readonly (readonly [string, string])[]): number | undefined {
  try {
    return members.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join(",").length;
  } catch {
    return undefined;
  }
}

/** The execution's id is unique and 128 bits long, as a trace id has to be. */
function newTraceparent(executionId: string): string {
  const trace = executionId.replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(trace)) throw TuttiError.of("INVALID_OPTIONS", badIds(executionId));
  return `00-${trace}-${trace.slice(16)}-01`;
}

function badIds(executionId: string): { where: string; problem: string; fix: string } {
  return { where: "ids", problem: `uuid() gave "${executionId}"`, fix: "Make uuid() give UUIDs." };
}
