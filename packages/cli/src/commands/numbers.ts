import { CliError } from "../diagnostics/diagnostic";

/** Rows of a page, when the command line does not say how many. */
const PAGE = 50;

/** The rows of a page. */
export function limitOf(text: string | undefined): number {
  return text === undefined ? PAGE : wholeNumber("--limit", text, 1);
}

/** A whole number of the command line. */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new CliError({
    code: "USAGE",
    message: `${option} is no whole number from ${least} on: "${text}".`,
    fix: `Give a number, such as ${option} ${Math.max(least, 10)}.`,
  });
}
