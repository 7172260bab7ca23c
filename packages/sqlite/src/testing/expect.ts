/** What an error of the catalogue with this code equals. */
export function errorOf(code: string, rest: object = {}): Error {
  return expect.objectContaining({ code, ...rest }) as Error;
}

/** What a text equals that has this in it. */
export function textWith(part: string): string {
  return expect.stringContaining(part) as string;
}
