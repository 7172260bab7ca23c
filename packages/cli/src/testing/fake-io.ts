import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Io, Output } from "../io";
import { main } from "../main";

/** What a fake world begins with. */
export interface FakeWorld {
  /** Files of the working directory, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Default: a pipe. */
  readonly stdout?: Output;
  /** Another world, whose working directory is this one's too. Default: a folder of its own. */
  readonly beside?: FakeIo;
}

/** A world of its own, in a folder of its own, that keeps what was written. */
export class FakeIo implements Io {
  out = "";
  err = "";
  exits: number[] = [];
  readonly cwd: string;
  readonly env: Io["env"];
  readonly stdin: Io["stdin"];
  readonly stdout: Output;
  readonly stderr: Output = { write: (text) => this.hear("err", text) };
  private readonly listeners = new Set<() => void>();
  private readonly hearers = new Set<() => void>();

  constructor({ beside, env = {}, files = {}, stdin = "", stdout }: FakeWorld = {}) {
    this.cwd = beside?.cwd ?? mkdtempSync(path.join(tmpdir(), "tutti-cli-"));
    this.env = { USER: "ada", ...env };
    this.stdin = (async function* () {
      yield await Promise.resolve(Buffer.from(stdin));
    })();
    this.stdout = stdout ?? { write: (text) => this.hear("out", text) };
    for (const [name, text] of Object.entries(files)) this.save(name, text);
  }

  /** Writes a file into the working directory. */
  save(name: string, text: string): string {
    const file = path.join(this.cwd, name);
    writeFileSync(file, text);
    return file;
  }

  /** Runs the command. */
  tutti(...argv: readonly string[]): Promise<number> {
    return main(argv, this);
  }

  /** The same world with some parts of it different. */
  but(parts: Partial<Io>): Io {
    return Object.assign(Object.create(this) as Io, parts);
  }

  /** Waits until something was written, to whichever stream. */
  said(text: string): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if ((this.out + this.err).includes(text)) resolve();
      };
      this.hearers.add(check);
      check();
    });
  }

  /** What was written to standard output, as the one document that it is. */
  get json(): Record<string, unknown> {
    return JSON.parse(this.out) as Record<string, unknown>;
  }

  private hear(stream: "out" | "err", text: string): void {
    this[stream] += text;
    for (const hearer of Array.from(this.hearers)) hearer();
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    for (const listener of Array.from(this.listeners)) listener();
  }

  get isListening(): boolean {
    return this.listeners.size > 0;
  }

  onInterrupt = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  exit = (code: number): void => void this.exits.push(code);

  // import() needs VM modules, which Jest has only behind a flag.
  importModule = (url: string): Promise<unknown> =>
    new Promise((resolve) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
      const loaded = require(fileURLToPath(url)) as object;
      resolve({ ...loaded, default: loaded });
    });

  remove(): void {
    rmSync(this.cwd, { recursive: true, force: true });
  }
}

const made: FakeIo[] = [];

/** Makes a fake world; {@link removeWorlds} removes its folder. */
export function fakeIo(world: FakeWorld = {}): FakeIo {
  const io = new FakeIo(world);
  made.push(io);
  return io;
}

/** Removes the folders of all worlds: for `afterEach`. */
export function removeWorlds(): void {
  for (const io of made.splice(0)) io.remove();
}
