import type { Command } from "commander";

/** An option, for a shell. */
export interface CompletedOption {
  /** With their dashes. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
}

/** A command, for a shell. */
export interface CompletedCommand {
  /** The words behind `tutti`: one, or two for `storage check`. */
  readonly words: readonly string[];
  readonly description: string;
  readonly options: readonly CompletedOption[];
}

/** Every command of a program, those that only group others before those. */
export function commandsOf(program: Command): readonly CompletedCommand[] {
  return program.commands.flatMap((command) => within(command, []));
}

function within(command: Command, before: readonly string[]): CompletedCommand[] {
  const words = [...before, command.name()];
  const own = { words, description: firstSentence(command.description()), options: optionsOf(command) };
  return [own, ...command.commands.flatMap((one) => within(one, words))];
}

function optionsOf(command: Command): CompletedOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .concat(command.parent === null ? [] : command.createHelp().visibleGlobalOptions(command))
    .map(({ description, long, required, optional, short }) => ({
      flags: [short, long].filter((flag) => flag !== undefined),
      description,
      takesValue: required || optional,
    }));
}

/** What stands in a list beside many others. */
function firstSentence(text: string): string {
  return text.split(/[.;:] ?/, 1)[0] ?? text;
}
