/**
 * The first line of what a parser said, without the full stop: the lines after it draw the text, which may be huge.
 *
 * @example
 * reasonOf(new SyntaxError("Unexpected end of JSON input")); // Unexpected end of JSON input
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/[.:\s]+$/, "");
}
