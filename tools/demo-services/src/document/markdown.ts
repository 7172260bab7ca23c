import MarkdownIt, { type Token } from "markdown-it";

const FRONT_MATTER = /^---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

const markdown = new MarkdownIt({ html: true, linkify: true });
// As on GitHub, a bare name such as README.md is no address, although .md is a country's domain.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.core.ruler.push("source-lines", (state) => state.tokens.forEach(noteLine));

const { html_block: htmlBlock, image } = markdown.renderer.rules;

markdown.renderer.rules.html_block = (tokens, index, ...rest) => {
  const line = tokens[index]?.map?.[0] ?? 0;
  // Someone else's HTML has no place for our attribute, so a comment goes before it.
  return `<!--line ${line + 1}-->${htmlBlock?.(tokens, index, ...rest) ?? ""}`;
};

markdown.renderer.rules.image = (tokens, index, ...rest) =>
  // In HTML an empty alt says "decoration"; in Markdown it says that nobody wrote one.
  image?.(tokens, index, ...rest).replace(' alt=""', "") ?? "";

function noteLine(token: Token): void {
  if (token.map !== null && token.nesting !== -1) token.attrSet("data-line", token.map[0] + 1);
}

/**
 * Markdown, with GitHub's tables and bare URLs, as HTML whose blocks say on which line they started
 * (`data-line`). Front matter is left out. For reading only: HTML in the text comes through as it is.
 */
export function markdownToHtml(content: string): string {
  const withoutFrontMatter = content.replace(FRONT_MATTER, (found) => found.replaceAll(/[^\n]/g, ""));
  return markdown.render(withoutFrontMatter);
}
