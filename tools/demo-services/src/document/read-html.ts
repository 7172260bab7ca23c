import { Parser } from "htmlparser2";
import { DocumentBuilder } from "./document-builder.ts";
import type { TextDocument } from "./types.ts";

/**
 * Reads HTML as a stream: no tree is built, so depth and size cost no stack and little memory.
 *
 * Lines come from the marks of {@link markdownToHtml} (`marked`), or are those of the HTML itself (`counted`).
 */
export function readHtml(html: string, lines: "marked" | "counted"): TextDocument {
  const builder = new DocumentBuilder();
  const position = lines === "counted" ? lineCounter(html) : undefined;
  const parser: Parser = new Parser({
    onopentag(name, attributes) {
      const marked = Number(attributes["data-line"]);
      if (position !== undefined) builder.line = position(parser.startIndex);
      else if (marked > 0) builder.line = marked;
      builder.open(name, attributes);
    },
    onclosetag(name) {
      builder.close(name);
    },
    oncomment(text) {
      const marked = /^line (\d+)$/.exec(text)?.[1];
      if (position === undefined && marked !== undefined) builder.line = Number(marked);
    },
    ontext(text) {
      const words = text.trimStart();
      const start = text.length - words.length;
      if (position === undefined) builder.line += lineBreaks(text.slice(0, start));
      else builder.line = position(parser.startIndex + start);
      builder.text(text);
      if (position === undefined) builder.line += lineBreaks(words);
    },
  });
  parser.end(html);
  return builder.finish();
}

function lineBreaks(text: string): number {
  return text.split("\n").length - 1;
}

/** Tells the line of an offset. Offsets only grow, so the text is gone through once. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf("\n");
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  };
}
