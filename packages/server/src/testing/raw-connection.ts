import { connect, type Socket } from "node:net";
import type { Place } from "./http";

/** A connection on which a test says byte by byte what is sent, and sees what comes back. */
export class RawConnection {
  /** All that has come. */
  text = "";
  /** Resolves to true when the other side has ended it in good order, and to false when it broke. */
  readonly closed: Promise<boolean>;
  private readonly watchers = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.setEncoding("utf8").on("data", (text: string) => {
      this.text += text;
      for (const check of this.watchers) check();
    });
    this.closed = new Promise((resolve) => {
      socket.on("error", () => undefined);
      socket.once("close", (hasFailed) => resolve(!hasFailed));
    });
  }

  /** Connects; rejects with the system's error when it can't. */
  static open({ host, port }: Place): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.removeListener("error", reject);
        resolve(new RawConnection(socket));
      });
    });
  }

  /** Sends lines: an empty one at the end ends the line before it, two of them a head. */
  send(...lines: readonly string[]): void {
    this.socket.write(lines.join("\r\n"));
  }

  /** Resolves once what has come fits. */
  until(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!pattern.test(this.text)) return;
        this.watchers.delete(check);
        resolve();
      };
      this.watchers.add(check);
      check();
    });
  }
}
