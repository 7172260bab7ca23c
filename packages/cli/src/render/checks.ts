import type { ContractResult } from "@tutti/testkit";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { printable, printableLines } from "../terminal/text";

/** A check for programs. */
export interface CheckJson {
  readonly group: string;
  readonly name: string;
  readonly outcome: ContractResult["outcome"];
  /** Why it failed or does not apply, and what to do. */
  readonly reason: string | null;
  readonly fix: string | null;
}

/** A result as plain data. */
export function toCheckJson({ fix, group, name, outcome, reason }: ContractResult): CheckJson {
  // By its shape: an error of node:assert is no Error of every realm.
  const { message = String(reason) } = Object(reason) as Partial<Error>;
  const told = reason === undefined ? null : message;
  return { group, name, outcome, reason: told, fix: fix ?? null };
}

/** Checks by their groups, with the reason and the fix of those that failed. */
export function checkLines(checks: readonly CheckJson[], symbols: Symbols): Line[] {
  const groups = [...new Set(checks.map(({ group }) => group))];
  return [
    ...groups.flatMap((group): Line[] => [
      [span(printable(group), "bold")],
      ...checks.filter((check) => check.group === group).flatMap((check) => oneLines(check, symbols)),
      [],
    ]),
    closingLine(checks, symbols),
  ];
}

function oneLines({ fix, name, outcome, reason }: CheckJson, symbols: Symbols): Line[] {
  if (outcome === "passed") return [["  ", span(symbols.completed, "green"), ` ${printable(name)}`]];
  if (outcome === "not applicable")
    return [["  ", span(`${symbols.skipped} ${printable(`${name}: ${reason ?? ""}`)}`, "dim")]];
  return [
    ["  ", span(symbols.failed, "red"), ` ${printable(name)}`],
    ...printableLines(reason ?? "").map((line): Line => [`      ${line}`]),
    ...(fix === null ? [] : [["      ", span("fix: ", "blue"), printable(fix)]]),
  ];
}

function closingLine(checks: readonly CheckJson[], symbols: Symbols): Line {
  const count = (outcome: CheckJson["outcome"]) => checks.filter((one) => one.outcome === outcome).length;
  const [passed, failed, skipped] = [count("passed"), count("failed"), count("not applicable")];
  const sign = failed === 0 ? span(symbols.completed, "green") : span(symbols.failed, "red");
  const rest = skipped === 0 ? "" : `, ${skipped} not applicable`;
  return [sign, ` ${passed} passed, ${failed} failed${rest}`];
}
