import { jetstream, type JetStreamClient, jetstreamManager } from "@nats-io/jetstream";
import { connect, headers, type NatsConnection } from "@nats-io/transport-node";
import { type CloudEvent, encodeHttp } from "@tutti/core";
import { sinkError } from "./errors";
import type { NatsSettings } from "./options";
import { subjectOf } from "./subject";

/**
 * Publishes events to JetStream over one connection, which is made when it is needed first, and again after it
 * was lost: whoever delivers repeats what failed.
 */
export class JetStream {
  private connection: NatsConnection | undefined;
  private ready: Promise<JetStreamClient> | undefined;

  constructor(readonly settings: NatsSettings) {}

  /** Publishes an event; settles when the stream has it. Throws `ActionError`: see {@link sinkCodes}. */
  async publish(event: CloudEvent): Promise<void> {
    const { mode, subject_prefix, timeout_ms: timeout } = this.settings;
    const message = encodeHttp(event, mode);
    const all = headers();
    for (const [name, value] of Object.entries(message.headers)) all.set(name, value);
    // JetStream drops a repetition of the same id within the stream's window.
    const msgID = encodeURIComponent(`${event.source} ${event.id}`);
    try {
      const client = await this.connected();
      await client.publish(subjectOf(subject_prefix, event.type), message.body, {
        msgID,
        headers: all,
        timeout,
      });
    } catch (error) {
      await this.drop();
      throw sinkError("NATS_UNAVAILABLE", `NATS took no event: ${reasonOf(error)}`);
    }
  }

  /** Gives the connection up. */
  async drop(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    this.ready = undefined;
    await connection?.close();
  }

  private connected(): Promise<JetStreamClient> {
    this.ready ??= this.connect();
    return this.ready;
  }

  private async connect(): Promise<JetStreamClient> {
    const {
      password: pass,
      servers,
      stream,
      subject_prefix,
      timeout_ms: timeout,
      token,
      user,
    } = this.settings;
    const login = { ...(user && { user }), ...(pass && { pass }), ...(token && { token }) };
    const connection = await connect({ servers, timeout, reconnect: false, ...login });
    this.connection = connection;
    if (stream !== undefined) await makeStream(connection, stream, subject_prefix);
    return jetstream(connection, { timeout });
  }
}

/** Makes the stream, unless it is there. */
async function makeStream(connection: NatsConnection, name: string, prefix: string): Promise<void> {
  const { streams } = await jetstreamManager(connection);
  for await (const known of streams.names()) if (known === name) return;
  await streams.add({ name, subjects: [`${prefix}.>`] });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
