import { makeProgram } from "../program";
import { fakeIo, removeWorlds } from "../testing/fake-io";
import { leavesOf } from "./help";

afterEach(removeWorlds);

const program = makeProgram({ io: fakeIo(), print: () => 0, exit: () => undefined });
const commands = leavesOf(program).map((command) => {
  const group = command.parent === program ? [] : [command.parent?.name() ?? ""];
  return [[...group, command.name()].join(" "), command] as const;
});

/** The words of a line as a shell reads them, without what it redirects. */
function wordsOf(line: string): string[] {
  const [command = ""] = line.split(/ [>|] /, 1);
  return Array.from(command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g), ([, a, b, c]) => a ?? b ?? c ?? "");
}

describe.each(commands)("tutti %s --help", (name, command) => {
  const help = async (): Promise<string> => {
    const io = fakeIo();
    expect(await io.tutti(...name.split(" "), "--help")).toBe(0);
    return io.out;
  };

  test("has a usage, options, variables and exit codes", async () => {
    const text = await help();
    const sections = [
      "Usage: ",
      "Options:",
      "Global Options:",
      "Examples:",
      "Environment variables:",
      "Exit codes:",
    ];
    const places = sections.map((section) => text.indexOf(section));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("has examples that are right command lines", async () => {
    const [, examples = ""] = /\nExamples:\n([^]*?)\n\n/.exec(await help()) ?? [];
    const lines = examples.split("\n").map((line) => line.trim());
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const [tutti, ...words] = wordsOf(line);
      expect([tutti, ...words].slice(0, 1 + name.split(" ").length).join(" ")).toBe(`tutti ${name}`);
      const { operands, unknown } = command.parseOptions(words.slice(name.split(" ").length));
      expect({ line, unknown }).toEqual({ line, unknown: [] });
      const { length } = command.registeredArguments;
      const isVariadic = command.registeredArguments.at(-1)?.variadic === true;
      expect(operands.length).toBeLessThanOrEqual(isVariadic ? Infinity : length);
      expect(operands.length).toBeGreaterThanOrEqual(
        command.registeredArguments.filter((one) => one.required).length,
      );
    }
  });
});
