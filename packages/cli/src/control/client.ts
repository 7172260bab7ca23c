import { connect, type Socket } from "node:net";
import type { CloudEvent } from "@tutti/core";
import type { FollowEnd } from "../access/access";
import { CliError } from "../diagnostics/diagnostic";
import { busy } from "./busy";
import { parseLine, takeLines } from "./lines";
import {
  answerSchema,
  farewellSchema,
  type ControlAnswer,
  type ControlCall,
  greetingSchema,
  LONGEST_ANSWER,
  LONGEST_REQUEST,
  PROTOCOL,
} from "./protocol";

interface Asked {
  readonly onAnswer: (answer: ControlAnswer) => void;
  /** The connection has ended; `isTaken`: what was asked may have been done. */
  readonly onLost: (isTaken: boolean) => void;
}

/** Asks the owner of a store, over its endpoint. */
export class ControlClient {
  private readonly asked = new Map<number, Asked>();
  private lastId = 0;
  private isOver = false;
  /** Settles when the connection has ended. */
  readonly closed: Promise<void>;

  private constructor(
    private readonly socket: Socket,
    private readonly owner: string,
  ) {
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    void this.closed.then(() => this.lose(true));
  }

  /**
   * Connects, and waits for the owner's greeting. Undefined: nobody listens there.
   *
   * @param owner what the owner is called in messages
   */
  static connect(endpoint: string, owner: string): Promise<ControlClient | undefined> {
    return new Promise((resolve, reject) => {
      const socket = connect(endpoint);
      socket.on("error", () => socket.destroy());
      const client = new ControlClient(socket, owner);
      let isGreeted = false;
      takeLines(socket, {
        longest: LONGEST_ANSWER,
        onLine(line) {
          const problem = isGreeted ? undefined : greetingProblem(line, owner);
          if (isGreeted) client.take(line);
          else if (problem === undefined) resolve(client);
          else {
            reject(problem);
            socket.destroy();
          }
          isGreeted = true;
        },
        onTooLong: () => socket.destroy(),
      });
      void client.closed.then(() => resolve(undefined));
    });
  }

  /** Asks for something. Throws what the owner throws, and `OWNER_GONE` when it ends meanwhile. */
  request(call: ControlCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.send(call, {
        onAnswer: (answer) => {
          if ("error" in answer) reject(new CliError(answer.error));
          else resolve("result" in answer ? answer.result : undefined);
        },
        onLost: (isTaken) => reject(isTaken ? this.gone() : busy("it is ending.")),
      });
    });
  }

  /** Hands on the events of an execution until it has ended, or the owner has. */
  follow(executionId: string, from: number, onEvent: (event: CloudEvent) => void): Promise<FollowEnd> {
    return new Promise((resolve, reject) => {
      const call: ControlCall = { method: "follow", execution_id: executionId, from };
      this.send(call, {
        onAnswer: (answer) => {
          if ("event" in answer) onEvent(answer.event);
          else if ("end" in answer) resolve(answer.end);
          else if ("error" in answer) reject(new CliError(answer.error));
        },
        onLost: () => resolve("lost"),
      });
    });
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }

  private send(call: ControlCall, asked: Asked): void {
    this.lastId += 1;
    const line = `${JSON.stringify({ id: this.lastId, ...call })}\n`;
    if (Buffer.byteLength(line) > LONGEST_REQUEST) throw tooLong(this.owner);
    if (this.isOver || !this.socket.writable) {
      asked.onLost(false);
      return;
    }
    this.asked.set(this.lastId, asked);
    this.socket.write(line);
  }

  private take(line: string): void {
    const value = parseLine(line);
    if (farewellSchema.safeParse(value).success) {
      this.isOver = true;
      this.lose(false);
      return;
    }
    const parsed = answerSchema.safeParse(value);
    if (!parsed.success) {
      this.socket.destroy();
      return;
    }
    const answer = parsed.data;
    const asked = this.asked.get(answer.id);
    if (!("event" in answer)) this.asked.delete(answer.id);
    asked?.onAnswer(answer);
  }

  private lose(isTaken: boolean): void {
    const left = [...this.asked.values()];
    this.asked.clear();
    for (const { onLost } of left) onLost(isTaken);
  }

  private gone(): CliError {
    return new CliError({
      code: "OWNER_GONE",
      message: `The owner of the store, ${this.owner}, ended before it answered.`,
      fix: "Ask again; tutti show tells whether the request was taken.",
    });
  }
}

function greetingProblem(line: string, owner: string): CliError | undefined {
  const greeting = greetingSchema.safeParse(parseLine(line));
  if (greeting.success && greeting.data.tutti === PROTOCOL) return undefined;
  const found = greeting.success ? `version ${greeting.data.version} of tutti` : "no version of tutti";
  return new CliError({
    code: "OWNER_VERSION",
    message: `The owner of the store, ${owner}, is ${found}, which this one can't talk to.`,
    fix: "Use the same version on both sides, or stop that process.",
  });
}

function tooLong(owner: string): CliError {
  const message = `The request is longer than the ${LONGEST_REQUEST} bytes that ${owner} takes.`;
  return new CliError({
    code: "INVALID_REQUEST",
    message,
    fix: "Send less; put large data into files or services.",
  });
}
