import type { TextDocument } from "../document/types.ts";

/** What a document is made of. */
export interface Structure {
  readonly headings: readonly { readonly depth: number; readonly text: string }[];
  readonly paragraphs: number;
  readonly code_blocks: number;
  /** Lists, those inside lists counted by themselves. */
  readonly lists: number;
  readonly links: number;
  readonly images: number;
  readonly tables: number;
}

/** Counts the parts of a document. */
export function structureOf(document: TextDocument): Structure {
  return {
    headings: document.headings.map(({ depth, text }) => ({ depth, text })),
    paragraphs: document.prose.filter(({ kind }) => kind === "paragraph").length,
    code_blocks: document.code_blocks,
    lists: document.lists,
    links: document.links.length,
    images: document.images.length,
    tables: document.tables,
  };
}
