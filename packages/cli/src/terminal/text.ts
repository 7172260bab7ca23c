const segmenter = new Intl.Segmenter();

const ASCII = /^[\u0020-\u007e]*$/;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;
/** What terminals show in two columns: East Asian wide characters (Unicode, annex 11) and pictures. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;

/**
 * How many columns of a terminal a text takes.
 *
 * @example
 * widthOf("日本"); // 4
 */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += segmentWidth(segment);
  return width;
}

function segmentWidth(segment: string): number {
  if (NO_WIDTH.test(segment)) return 0;
  return WIDE.test(segment) ? 2 : 1;
}

/**
 * Cuts a text to a number of columns; an ellipsis shows that something is missing.
 *
 * @example
 * truncate("generate_summary", 8); // "generat…"
 */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = "";
  let width = 1;
  for (const { segment } of segmenter.segment(text)) {
    width += segmentWidth(segment);
    if (width > columns) break;
    cut += segment;
  }
  return columns < 1 ? "" : `${cut}…`;
}

/** Fills a text up with blanks. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** Steers a terminal, or turns the direction of what follows. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text in one line that can't steer the terminal: what is not visible is written as an escape.
 *
 * @example
 * printable("a\u001b[2Jb"); // a\u001b[2Jb, as twelve visible characters
 */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === "\t") return "  ";
    return character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The lines of a text, each {@link printable}; blank lines at the end are left out. */
export function printableLines(text: string): string[] {
  return text.trimEnd().split(/\r?\n/).map(printable);
}

/**
 * Breaks a text into lines of whole words.
 *
 * @example
 * wrap("Calls a service by name over HTTP.", 20); // ["Calls a service by", "name over HTTP."]
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(/ +/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
