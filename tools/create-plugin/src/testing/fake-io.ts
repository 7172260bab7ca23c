import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CreateIo } from "../io";
import { main } from "../main";

/** A world in a folder of its own, with a person who gives these answers, or with nobody. */
export class FakeIo implements CreateIo {
  out = "";
  err = "";
  /** What the person was asked. */
  readonly questions: string[] = [];
  readonly cwd = mkdtempSync(path.join(tmpdir(), "create-tutti-plugin-"));
  readonly year = 2026;
  readonly stdout = { write: (text: string) => (this.out += text) };
  readonly stderr = { write: (text: string) => (this.err += text) };
  readonly ask?: CreateIo["ask"];

  constructor(answers?: readonly (string | undefined)[]) {
    if (answers === undefined) return;
    const left = [...answers];
    this.ask = (question) => {
      this.questions.push(question);
      return Promise.resolve(left.shift());
    };
  }

  /** Runs the command. */
  create(...argv: readonly string[]): Promise<number> {
    return main(argv, this);
  }

  remove(): void {
    rmSync(this.cwd, { recursive: true, force: true });
  }
}
