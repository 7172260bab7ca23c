/** Begins a text that SQLite could not keep as it is. */
const ESCAPED = "\u0000json:";

/**
 * A text as SQLite can keep it. SQLite's texts are UTF-8, which has no half of a surrogate pair: such a
 * text is stored as JSON, where it is `\ud83d`. Equal texts stay equal, so it works for
 * keys too; only their order is another one.
 */
export function toCell(text: string): string {
  if (!/\p{Surrogate}/u.test(text) && !text.startsWith(ESCAPED)) return text;
  return ESCAPED + JSON.stringify(text);
}

/** The text again. */
export function fromCell(cell: string): string {
  return cell.startsWith(ESCAPED) ? (JSON.parse(cell.slice(ESCAPED.length)) as string) : cell;
}
