import type { Socket } from "node:net";

const LINE_FEED = 10;

/** Who gets the lines of a socket. */
export interface LineTaker {
  /** Longer lines (in bytes) end the connection. */
  readonly longest: number;
  readonly onLine: (line: string) => void;
  /** A line is too long. Nothing more will come. */
  readonly onTooLong: () => void;
}

/** Hands on what comes over a socket, line by line. */
export function takeLines(socket: Socket, { longest, onLine, onTooLong }: LineTaker): void {
  let parts: Buffer[] = [];
  let size = 0;
  let isOver = false;
  const take = (part: Buffer): void => {
    parts.push(part);
    size += part.length;
  };
  socket.on("data", (chunk: Buffer) => {
    let rest = chunk;
    while (!isOver && rest.length > 0) {
      const end = rest.indexOf(LINE_FEED);
      take(end === -1 ? rest : rest.subarray(0, end));
      if (size > longest) {
        isOver = true;
        onTooLong();
        return;
      }
      if (end === -1) return;
      const line = Buffer.concat(parts, size).toString("utf8");
      parts = [];
      size = 0;
      rest = rest.subarray(end + 1);
      onLine(line);
    }
  });
}

/** A line as JSON; undefined: it is none. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
