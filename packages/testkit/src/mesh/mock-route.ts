import { STATUS_CODES } from "node:http";
import type { Json } from "@tutti/core";
import { DROPPED, MockAnswer, type ReplyOptions } from "./mock-answer";
import type { MockCall } from "./mock-call";

/** Computes an answer: a body, or what `answer(body, { status })` gives. May throw what the caller shall get. */
export type Responder = (call: MockCall) => Json | MockAnswer | Promise<Json | MockAnswer>;

/** What answers one call, and how much later than the route's other answers. */
export interface ScriptedAnswer {
  readonly respond: Responder;
  readonly delayMs: number;
}

/**
 * What a service does with the calls of one method and path. Answers for a single call are used up in
 * their order, then comes the lasting one. Without any it answers 200 and nothing.
 *
 * @example
 * mesh.service("analysis_service").on("POST", "/analyze").failOnce(503).reply({ score: 85 });
 */
export class MockRoute {
  private readonly once: ScriptedAnswer[] = [];
  private lasting: ScriptedAnswer | undefined;
  private scripted = 0;
  /** How long every answer takes, in ms of the mesh's clock. */
  delayMs = 0;

  constructor(
    readonly method: string,
    readonly path: string,
  ) {}

  /** Answers every call with this body. */
  reply(body: Json, options?: ReplyOptions): this {
    return this.always(() => new MockAnswer(body, options), options);
  }

  /** Answers one call with this body. */
  replyOnce(body: Json, options?: ReplyOptions): this {
    return this.next(() => new MockAnswer(body, options), options);
  }

  /** Answers every call with this status, which is an error for the caller. */
  fail(status: number, body: Json = errorBody(status), options: ReplyOptions = {}): this {
    return this.always(() => new MockAnswer(body, { ...options, status }), options);
  }

  /** Answers one call with this status. */
  failOnce(status: number, body: Json = errorBody(status), options: ReplyOptions = {}): this {
    return this.next(() => new MockAnswer(body, { ...options, status }), options);
  }

  /** Breaks off the connection of every call. */
  drop(options?: Pick<ReplyOptions, "delayMs">): this {
    return this.always(() => DROPPED, options);
  }

  /** Breaks off the connection of one call. */
  dropOnce(options?: Pick<ReplyOptions, "delayMs">): this {
    return this.next(() => DROPPED, options);
  }

  /** Answers every call with what the function gives. */
  with(respond: Responder): this {
    return this.always(respond);
  }

  /** Every answer comes this many ms later, by the mesh's clock: virtual time in a test orchestrator. */
  delay(ms: number): this {
    this.delayMs = ms;
    return this;
  }

  /** What answers the next call; undefined when everything is used up. */
  take(): ScriptedAnswer | undefined {
    const scripted = this.once.shift() ?? this.lasting;
    if (scripted !== undefined) return { ...scripted, delayMs: this.delayMs + scripted.delayMs };
    return this.scripted > 0 ? undefined : { respond: () => null, delayMs: this.delayMs };
  }

  private always(respond: Responder, { delayMs = 0 }: ReplyOptions = {}): this {
    this.scripted += 1;
    this.lasting = { respond, delayMs };
    return this;
  }

  private next(respond: Responder, { delayMs = 0 }: ReplyOptions = {}): this {
    this.scripted += 1;
    this.once.push({ respond, delayMs });
    return this;
  }
}

function errorBody(status: number): Json {
  return { error: STATUS_CODES[status] ?? `status ${status}` };
}
