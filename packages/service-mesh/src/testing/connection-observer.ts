import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";

const CHANNEL = "net.client.socket";

/** Sees every connection that this process tries to open, whoever asks for it. */
export class ConnectionObserver {
  /** `address:port` of each attempt. */
  readonly attempts: string[] = [];
  private readonly onSocket = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.on("connectionAttempt", (address: string, port: number) =>
      this.attempts.push(`${address}:${port}`),
    );
  };

  constructor() {
    subscribe(CHANNEL, this.onSocket);
  }

  stop(): void {
    unsubscribe(CHANNEL, this.onSocket);
  }
}
