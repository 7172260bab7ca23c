import { Readable } from "node:stream";
import type { CloudEvent } from "@tutti/core";
import type { Timer } from "../options";

/** What an event source is made of. */
export interface EventSourceParts {
  readonly batches: AsyncIterator<readonly CloudEvent[]>;
  /** What the stream begins behind: the client names it when it comes back without having had an event. */
  readonly after: number;
  /** The id that the client names when it comes back. */
  readonly idOf: (event: CloudEvent) => number;
  readonly heartbeatMs: number;
  readonly timer: Timer;
  /** Called with each heartbeat. */
  readonly onHeartbeat?: () => void;
  readonly signal: AbortSignal;
}

/** How long (ms) a client is to wait before it comes back. */
const RETRY = "retry: 1000\n\n";

/** What keeps a connection alive. */
const HEARTBEAT = ": still here\n\n";

/** Characters that go out at a time: what a slow client makes the server keep is not much more. */
const CHUNK = 64 * 1024;

/** Events as Server-Sent Events. It is read at the client's pace, and reads its own source no faster. */
export function eventSource(parts: EventSourceParts): Readable {
  return Readable.from(lines(parts), { objectMode: false, highWaterMark: CHUNK });
}

async function* lines(parts: EventSourceParts): AsyncGenerator<string> {
  const { after, idOf, onHeartbeat, signal } = parts;
  // An id without data is no event, but clients keep it.
  yield `${RETRY}id: ${after}\n\n`;
  const source = new Arrivals(parts);
  while (!signal.aborted) {
    const arrived = await source.next();
    if (arrived === "nothing") {
      onHeartbeat?.();
      yield HEARTBEAT;
    } else if (arrived === "end") return;
    else yield* chunks(arrived, idOf);
  }
}

type Arrived = readonly CloudEvent[] | "end";

/** Asks for one batch at a time, and does not wait for it longer than until the next heartbeat is due. */
class Arrivals {
  private isAsked = false;
  private arrived: Promise<Arrived> | undefined;
  private wake: () => void = () => undefined;

  constructor(private readonly parts: EventSourceParts) {
    parts.signal.addEventListener("abort", () => this.wake());
  }

  /** The next batch; `nothing` when a heartbeat is due, or the stream aborts, before it comes. */
  async next(): Promise<Arrived | "nothing"> {
    if (!this.isAsked) this.ask();
    if (this.arrived === undefined) await this.untilWoken();
    const { arrived } = this;
    if (arrived === undefined) return "nothing";
    this.isAsked = false;
    this.arrived = undefined;
    return arrived;
  }

  private ask(): void {
    this.isAsked = true;
    const asked = this.parts.batches.next().then((next) => (next.done === true ? "end" : next.value));
    const settled = (): void => {
      this.arrived = asked;
      this.wake();
    };
    asked.then(settled, settled);
  }

  private async untilWoken(): Promise<void> {
    const { heartbeatMs, timer } = this.parts;
    let cancel = (): void => undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      cancel = timer(heartbeatMs, resolve);
    });
    cancel();
  }
}

function* chunks(events: readonly CloudEvent[], idOf: EventSourceParts["idOf"]): Generator<string> {
  let chunk = "";
  for (const event of events) {
    chunk += `id: ${idOf(event)}\ndata: ${JSON.stringify(event)}\n\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
