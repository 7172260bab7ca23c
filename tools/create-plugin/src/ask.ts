import type { Arguments } from "./arguments";
import { CreateError } from "./errors";
import type { CreateIo } from "./io";
import {
  checkAction,
  checkName,
  DEFAULT_ACTION,
  folderOf,
  LANGUAGES,
  type PluginSpec,
  RUNNERS,
} from "./spec";

/** A plugin to create, and the folder for it. */
export interface Wanted {
  readonly spec: PluginSpec;
  /** As it was given, or named after the package. */
  readonly folder: string;
}

/** A question, with what an empty answer means and what makes a value of an answer. */
interface Question<T> {
  readonly text: string;
  readonly preset?: T & string;
  readonly read: (answer: string) => T;
}

/**
 * Completes what the arguments leave open: by asking, or with what is usual where nobody is to be asked.
 *
 * @throws {CreateError} `NAME_MISSING`: there is no name, and nobody to ask
 */
export async function complete(given: Arguments, io: CreateIo): Promise<Wanted> {
  const asker = new Asker(given.yes ? { ...io, ask: undefined } : io);
  const name = given.name ?? (await asker.ask({ text: "Name of the package", read: checkName }));
  const action = given.action ?? (await asker.ask(ACTION));
  const language = given.language ?? (await asker.ask(choice("Language", LANGUAGES)));
  const runner = given.runner ?? (await asker.ask(choice("Test runner", RUNNERS)));
  return { spec: { name, action, language, runner }, folder: given.folder ?? folderOf(name) };
}

const ACTION: Question<string> = { text: "Type of its action", preset: DEFAULT_ACTION, read: checkAction };

/** A choice is answered with its name, or with the beginning of it. */
function choice<T extends string>(text: string, choices: readonly [T, ...T[]]): Question<T> {
  const read = (answer: string): T => {
    const found = choices.find((one) => one.startsWith(answer.toLowerCase()));
    if (found !== undefined) return found;
    throw new CreateError("USAGE", `${JSON.stringify(answer)} is none of ${choices.join(", ")}.`);
  };
  return { text: `${text}: ${choices.join(" or ")}`, preset: choices[0], read };
}

/** Asks until an answer is right. */
class Asker {
  constructor(private readonly io: CreateIo) {}

  async ask<T>({ preset, read, text }: Question<T>): Promise<T> {
    const { ask, stderr } = this.io;
    if (ask === undefined) return read(presetOf(preset));
    for (;;) {
      const answer = await ask(preset === undefined ? `${text}: ` : `${text} [${preset}]: `);
      if (answer === undefined) throw new CreateError("CANCELLED", "The questions were not answered.");
      try {
        return read(answer.trim() === "" ? presetOf(preset) : answer.trim());
      } catch (error) {
        if (!(error instanceof CreateError)) throw error;
        stderr.write(`${error.message} ${error.fix}\n`);
      }
    }
  }
}

function presetOf(preset: string | undefined): string {
  if (preset !== undefined) return preset;
  throw new CreateError("NAME_MISSING", "The plugin has no name.");
}
