import { mediaType } from "./media-type";

/**
 * The content types that an answer may have: one or several, with `*` for any subtype.
 *
 * @example
 * const pictures: ContentTypeExpectation = ["image/*", "application/pdf"];
 */
export type ContentTypeExpectation = string | readonly string[];

/**
 * True when a content type is one of those expected; parameters such as `charset` do not count.
 *
 * @example
 * isExpectedType("image/png", "image/*"); // true
 */
export function isExpectedType(contentType: string | undefined, expected: ContentTypeExpectation): boolean {
  const type = mediaType(contentType);
  return [expected].flat().some((one) => {
    const wanted = mediaType(one);
    return wanted.endsWith("/*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
  });
}
