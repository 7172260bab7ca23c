const MAX_LENGTH = 200;

/**
 * The first line of what a library's error says, without its full stop: the lines after it draw the input, and
 * the first may quote it too.
 *
 * @example
 * reasonOf(new SyntaxError("Unexpected end of JSON input.")); // Unexpected end of JSON input
 */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return message
    .slice(0, MAX_LENGTH)
    .replace(/\n[^]*/, "")
    .replace(/[.:\s]+$/, "");
}
