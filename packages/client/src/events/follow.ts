import { clientError, TuttiClientError } from "../errors";
import type { Call, Http } from "../http/http";
import { waitBeforeNext } from "../http/retry";
import type { CloudEvent } from "../types/event";
import { connect } from "./connection";

/** How to follow a stream. */
export interface Following {
  readonly call: Call;
  /** Go on behind this id; undefined: as the server begins by itself. */
  readonly lastId?: string | undefined;
  /** Was this event the last one? */
  readonly isLast: (event: CloudEvent) => boolean | Promise<boolean>;
  /** The server has ended the stream: are there no more events? `isSilent`: on this connection there was none. */
  readonly isOver: (isSilent: boolean) => boolean | Promise<boolean>;
}

/**
 * The events of a stream, across connections: each new one goes on behind the newest event that was given
 * out, so that none is missing and none comes twice. Throws when nothing was heard for the budget of the
 * retries, or for what repeating can't help.
 */
export async function* follow(http: Http, following: Following): AsyncGenerator<CloudEvent, void, undefined> {
  const { call, isLast, isOver } = following;
  const patience = new Patience(http, call);
  let { lastId } = following;
  for (;;) {
    let isSilent = true;
    try {
      for await (const message of connect(http, { call, lastId, onOpen: () => patience.renew() })) {
        const { data, id = lastId } = message;
        if (data === undefined) {
          lastId = id;
          continue;
        }
        isSilent = false;
        patience.heard();
        const event = eventOf(data);
        yield event;
        lastId = id;
        if (await isLast(event)) return;
      }
      if (await isOver(isSilent)) return;
      await patience.wait(clientError("CONNECTION_FAILED", `${http.settings.base} ended the stream.`));
    } catch (error) {
      await patience.wait(error);
    }
  }
}

/** How long to go on trying. */
class Patience {
  private attempts = 0;
  private lostAt: number | undefined;

  constructor(
    private readonly http: Http,
    private readonly call: Call,
  ) {}

  /** There is a connection. One that ends without an event still makes the next wait longer. */
  renew(): void {
    this.lostAt = undefined;
  }

  /** An event has come. */
  heard(): void {
    this.attempts = 0;
  }

  /** Waits before the next connection; throws the error when there is to be none. */
  async wait(error: unknown): Promise<void> {
    if (!(error instanceof TuttiClientError)) throw error;
    const { ports, settings } = this.http;
    this.attempts += 1;
    this.lostAt ??= ports.now();
    const elapsedMs = ports.now() - this.lostAt;
    const failed = { error, isSafe: true, attempt: this.attempts, elapsedMs, random: ports.random() };
    const wait = waitBeforeNext(failed, settings.retry);
    if (wait === undefined) throw error;
    await ports.sleep(wait, this.call.options?.signal);
  }
}

function eventOf(data: string): CloudEvent {
  try {
    return JSON.parse(data) as CloudEvent;
  } catch (cause) {
    throw clientError("INVALID_RESPONSE", "The server sent an event that is no JSON.", { cause });
  }
}
