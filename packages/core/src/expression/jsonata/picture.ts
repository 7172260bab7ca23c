// A picture such as "[Y0001]-[M01]" or "#,##0.00" is short; JSONata handles long ones in quadratic time.
const MAX_PICTURE = 500;
// JSONata parses dates with a native regular expression made from the picture.
const MAX_DATE_TEXT = 200;
const MAX_AMBIGUOUS = 2;

/** Would a picture make the library pad to a huge width, or work in more than linear time? */
export function isCostlyPicture(picture: unknown): boolean {
  if (typeof picture !== "string") return false;
  const markers = picture.match(/\[[^\]]*\]/g) ?? [];
  return (
    picture.length > MAX_PICTURE || markers.some((marker) => /,.*\d{4}/.test(marker.replaceAll(/\s/g, "")))
  );
}

/**
 * Could parsing a date text by a picture backtrack without end? Each two parts of unknown width that can match the
 * same characters, with nothing between them to tell where one ends, multiply the ways to match.
 */
export function isCostlyDateParse(text: unknown, picture: unknown): boolean {
  if (typeof text !== "string" || typeof picture !== "string") return false;
  return text.length > MAX_DATE_TEXT || isCostlyPicture(picture) || ambiguousPairs(picture) > MAX_AMBIGUOUS;
}

function ambiguousPairs(picture: string): number {
  const pieces = picture.split(/\[([^\]]*)\]/);
  // Pieces alternate: literal, marker, literal, marker, …
  let pairs = 0;
  for (let i = 1; i + 2 < pieces.length; i += 2) {
    if (isAmbiguous({ left: pieces[i] ?? "", literal: pieces[i + 1] ?? "", right: pieces[i + 2] ?? "" }))
      pairs += 1;
  }
  return pairs;
}

function isAmbiguous({ left, literal, right }: { left: string; literal: string; right: string }): boolean {
  if (isWordy(left) !== isWordy(right)) return false;
  // Numbers that touch have fixed widths in JSONata.
  return isWordy(left) ? /^[A-Za-z ,-]*$/.test(literal) : /^\d+$/.test(literal);
}

/** Does a marker stand for words or letters: names, Roman numerals, numbers in words? */
function isWordy(marker: string): boolean {
  const [component = "", ...presentation] = marker.replaceAll(/\s/g, "");
  return (
    /[NnWwAaIi]/.test(presentation.join("")) || (presentation.length === 0 && "FPCE".includes(component))
  );
}
