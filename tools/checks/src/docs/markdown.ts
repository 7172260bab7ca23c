export interface Fence {
  language: string;
  /** The words after the language, such as `continued`. */
  flags: string[];
  text: string;
  /** The line of the page on which the fence's text starts, counted from 1. */
  line: number;
}

const FENCE = /^(?<marker>```+|~~~+)[ \t]*(?<info>[^\n]*)\n(?<text>[\s\S]*?)^\k<marker>[ \t]*$/gm;

export function fencesIn(page: string): Fence[] {
  return [...page.matchAll(FENCE)].map((match) => {
    const { info = "", text = "" } = match.groups ?? {};
    const [language = "", ...flags] = info.trim().split(/\s+/);
    return { language, flags, text, line: page.slice(0, match.index).split("\n").length + 1 };
  });
}

const INLINE_LINK = /\]\((?<target>[^()\s]+)(?:\s+"[^"]*")?\)/g;
const REFERENCE = /^\[[^\]]+\]:[ \t]*(?<target>\S+)/gm;

/** The targets of the links of a page, images included, examples left out. */
export function linksIn(page: string): string[] {
  const prose = page.replace(FENCE, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(INLINE_LINK), ...prose.matchAll(REFERENCE)].map(
    (match) => match.groups?.["target"] ?? "",
  );
}

/** The anchors that the headings of a page have on GitHub. */
export function anchorsIn(page: string): Set<string> {
  const headings = [...page.replace(FENCE, "").matchAll(/^#{1,6}[ \t]+(.+)$/gm)].map(
    ([, text]) => text ?? "",
  );
  return new Set(headings.map(anchorOf));
}

function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}
