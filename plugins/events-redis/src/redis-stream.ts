import { createClient } from "@redis/client";
import type { CloudEvent } from "@tutti/core";
import { sinkError } from "./errors";
import type { RedisSettings } from "./options";

type Client = ReturnType<typeof makeClient>;

/**
 * Adds events to a stream over one connection, which is made when it is needed first, and again after it was
 * lost: whoever delivers repeats what failed.
 */
export class RedisStream {
  private client: Client | undefined;
  private connecting: Promise<Client> | undefined;

  constructor(readonly settings: RedisSettings) {}

  /** Adds an event. Throws `ActionError`: see {@link sinkCodes}; messages tell no password. */
  async add(event: CloudEvent): Promise<void> {
    const { timeout_ms: ms, url } = this.settings;
    const { host } = new URL(url);
    const signal = AbortSignal.timeout(ms);
    try {
      await Promise.race([this.addNow(event), aborted(signal)]);
    } catch (error) {
      this.drop();
      if (signal.aborted) throw sinkError("REDIS_TIMEOUT", `No answer from ${host} within ${ms} ms`);
      throw sinkError("REDIS_UNAVAILABLE", `Redis at ${host} took no event: ${reasonOf(error)}`);
    }
  }

  /** Gives the connection up. */
  drop(): void {
    const { client } = this;
    this.client = undefined;
    this.connecting = undefined;
    if (client?.isOpen === true) client.destroy();
  }

  private async addNow(event: CloudEvent): Promise<void> {
    const { max_length: threshold, stream } = this.settings;
    const { id, source, type } = event;
    const trim = threshold === undefined ? {} : { TRIM: aboutSoMany(threshold) };
    const client = await this.connected();
    await client.xAdd(stream, "*", { id, source, type, event: JSON.stringify(event) }, trim);
  }

  private connected(): Promise<Client> {
    if (this.client?.isReady === false) this.drop();
    this.connecting ??= this.connect();
    return this.connecting;
  }

  private async connect(): Promise<Client> {
    const { timeout_ms: connectTimeout, url } = this.settings;
    const client = makeClient(url, connectTimeout);
    this.client = client;
    // What goes wrong is told to whoever waits; without a listener it would end the process.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }
}

function makeClient(url: string, connectTimeout: number) {
  return createClient({ url, socket: { connectTimeout, reconnectStrategy: false } });
}

/** Lets the server drop the oldest messages when that is cheap. */
function aboutSoMany(threshold: number) {
  return { strategy: "MAXLEN", strategyModifier: "~", threshold } as const;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("timeout")), { once: true });
  });
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === "string" ? code : String(message);
}
