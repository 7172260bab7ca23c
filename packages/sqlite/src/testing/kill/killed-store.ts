import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sqlite } from "../../sqlite";
import type { SqliteStorage } from "../../types";
import { startPlain, type TestProcess } from "../process";

/** How a store comes to be that processes were killed at. */
export interface Killing {
  /** The program beside this file that floods the store, and drains it at last. */
  readonly program: "consumer.ts" | "trigger.ts" | "worker.ts";
  readonly kills: number;
  /** Waits until the process is to be killed. */
  readonly moment: (child: TestProcess, number: number) => Promise<void>;
}

/** A store in which processes worked that were killed, one after the other, and a last one came to its end. */
export class KilledStore {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "tutti-kill-"));
  readonly file = path.join(this.folder, "tutti.db");
  /** Open for reading. */
  readonly store: SqliteStorage = sqlite({ path: this.file, access: "reader" });
  /** What each process said before it was killed. */
  readonly outputs: string[] = [];

  async make({ program, kills, moment }: Killing): Promise<void> {
    const worker = path.join(this.folder, "worker.cjs");
    execFileSync(process.execPath, [path.join(__dirname, "bundle.cjs"), worker, program]);
    for (let number = 1; number <= kills; number++) {
      const child = startPlain([worker, this.file, String(number), "flood"]);
      await moment(child, number);
      await child.kill();
      this.outputs.push(child.output());
    }
    const last = startPlain([worker, this.file, String(kills + 1), "drain"]);
    if ((await last.ended()) !== 0) throw new Error(last.errors());
    await this.store.open();
  }

  async remove(): Promise<void> {
    await this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The lines of all of them. One that was cut off was not said. */
  get said(): string[] {
    return this.outputs.flatMap(linesOf);
  }

  /** The lines of the file beside the store that processes wrote to. */
  lines(ending: string): string[] {
    return linesOf(readFileSync(this.file + ending, "utf8"));
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}
