/** Made when first asked for, as it reads tables that few need. */
let segmenter: Intl.Segmenter | undefined;

/**
 * The characters of a text as a reader sees them: a family emoji or a letter with its accent is one.
 *
 * They are read lazily, so the start of a huge text is cheap.
 *
 * @example
 * [...graphemes("e\u0301👨‍👩‍👧")].length; // 2
 */
export function* graphemes(text: string): Generator<string, void, undefined> {
  // The rules for characters are the same in every language; the name only has to be there.
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  for (const { segment } of segmenter.segment(text)) yield segment;
}
