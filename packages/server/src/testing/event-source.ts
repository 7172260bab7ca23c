import { request as httpRequest, type IncomingMessage } from "node:http";
import type { CloudEvent } from "@tutti/core";

/** One message of an event source. */
export interface Message {
  readonly id: string;
  readonly data: CloudEvent;
}

/** A client of an event source that keeps what it gets. */
export class EventSourceClient {
  readonly messages: Message[] = [];
  readonly comments: string[] = [];
  /** What a browser would send as `Last-Event-ID` when it comes back. */
  lastId = "";
  readonly headers: IncomingMessage["headers"];
  readonly status: number;
  /** Resolves when the server has ended the stream, or the connection is gone. */
  readonly ended: Promise<void>;
  private readonly watchers = new Set<() => void>();
  private rest = "";

  private constructor(
    private readonly response: IncomingMessage,
    readonly close: () => void,
  ) {
    this.headers = response.headers;
    this.status = response.statusCode ?? 0;
    response.setEncoding("utf8").on("data", (text: string) => this.read(text));
    response.on("error", () => undefined);
    this.ended = new Promise((resolve) => response.once("close", () => resolve()));
  }

  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventSourceClient> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(url, { headers: { accept: "text/event-stream", ...headers }, agent: false });
      sent.on("error", reject);
      sent.on("response", (response) => resolve(new EventSourceClient(response, () => sent.destroy())));
      sent.end();
    });
  }

  /** Resolves once something holds, which is asked after everything that comes. */
  until(holds: (client: EventSourceClient) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds(this)) return;
        this.watchers.delete(check);
        resolve();
      };
      this.watchers.add(check);
      check();
    });
  }

  /** Reads no more for now, so that the server can't send. */
  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  /** The types of all events so far, without the prefix. */
  get types(): string[] {
    return this.messages.map(({ data }) => data.type.replace("tutti.", ""));
  }

  private read(text: string): void {
    const blocks = (this.rest + text).split("\n\n");
    this.rest = blocks.pop() ?? "";
    for (const block of blocks) this.take(block);
    for (const check of this.watchers) check();
  }

  private take(block: string): void {
    const [, id, data] = /^id: (\d+)(?:\ndata: (.*))?$/.exec(block) ?? [];
    this.lastId = id ?? this.lastId;
    if (id === undefined) this.comments.push(block);
    else if (data !== undefined) this.messages.push({ id, data: JSON.parse(data) as CloudEvent });
  }
}
