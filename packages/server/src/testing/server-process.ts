import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** Runs the repository's TypeScript as it is, so that tests need no build. */
const SOURCE = path.join(__dirname, "../../../../tools/checks/run-source.cjs");
const PROGRAM = path.join(__dirname, "killable.ts");

/** A server in a process of its own, on a store in a file. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts one and waits until it listens. Port 0: any free one. */
  static async start(file: string, port = "0"): Promise<ServerProcess> {
    const argv = ["--conditions=@tutti/source", "--require", SOURCE, PROGRAM, file, port];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return new ServerProcess(child, String(line).trim().replace("listening ", ""));
  }

  get port(): string {
    return new URL(this.url).port;
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    const closed = once(this.child, "close");
    this.child.kill("SIGKILL");
    await closed;
  }

  /** Asks it to stop; gives its exit code. */
  async stop(): Promise<number | null> {
    const closed = once(this.child, "close") as Promise<[number | null]>;
    this.child.kill("SIGTERM");
    return (await closed)[0];
  }
}
