/** The fenced blocks of a page. */
export function blocks(page) {
  return [...page.matchAll(/^```(\w+)[^\n]*\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language,
    text,
  }));
}
