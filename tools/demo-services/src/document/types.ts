/** The kinds of documents that can be read. */
export const CONTENT_TYPES = ["text/markdown", "text/html", "text/plain"] as const;

/** One of {@link CONTENT_TYPES}. */
export type ContentType = (typeof CONTENT_TYPES)[number];

/** A heading and the line of the source on which it starts. */
export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly line: number;
}

/** A paragraph or an item of a list: what is read as sentences. Rows of links and bare code are none. */
export interface Prose {
  readonly kind: "paragraph" | "list_item";
  readonly text: string;
  readonly line: number;
}

/** A link. Its text is what a screen reader would say: the words, and the alternative texts of images in it. */
export interface Link {
  readonly text: string;
  /** Whether an image without alternative text is in it: with one, the link would have a text. */
  readonly needsAlt: boolean;
  readonly href: string;
  readonly line: number;
}

/** An image. `described` is false when it has no alternative text, and none was deliberately left empty. */
export interface Image {
  readonly src: string;
  readonly described: boolean;
  readonly line: number;
}

/** What a document consists of, whatever it was written in. */
export interface TextDocument {
  /** The title, or the first heading. */
  readonly title: string | null;
  readonly headings: readonly Heading[];
  readonly prose: readonly Prose[];
  readonly links: readonly Link[];
  readonly images: readonly Image[];
  readonly code_blocks: number;
  readonly lists: number;
  readonly tables: number;
}
