let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character. Making a segmenter takes 20 ms, and most texts need none. */
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}

/** Latin letters, arrows, frames, Braille and our signs: each in one column. */
const NARROW =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc\u2800-\u28ff✔✖]*$/;
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
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmentsOf(text)) width += segmentWidth(segment);
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
  for (const { segment } of segmentsOf(text)) {
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
