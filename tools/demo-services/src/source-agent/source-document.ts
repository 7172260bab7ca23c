import type { ContentType } from "../document/types.ts";

/** A document as it was read. */
export interface SourceDocument {
  readonly content: string;
  readonly type: ContentType;
  readonly bytes: number;
  /** Where it was in the end: a `file:` URL, or the URL after all redirects. */
  readonly source: string;
}
