import { z } from "zod";
import { localeOption } from "../../options";

/** The option of the transformations that change the case of letters. */
export const caseOptions = z.object({
  locale: localeOption(
    "The language whose rules apply, such as tr. Default: the rules that most share.",
  ).optional(),
});

/** Locales as String's methods take them: none means the rules of Unicode, wherever the process runs. */
type CaseOptions = z.output<typeof caseOptions>;

/**
 * Upper case by the rules of a locale or, without one, by those of Unicode alone.
 *
 * @example
 * toUpper("istanbul", { locale: "tr" }); // İSTANBUL
 */
export function toUpper(text: string, options: CaseOptions): string {
  // Without an argument, toLocaleUpperCase would follow the locale of the machine.
  return options.locale === undefined ? text.toUpperCase() : text.toLocaleUpperCase(options.locale);
}

/**
 * Lower case by the rules of a locale or, without one, by those of Unicode alone.
 *
 * @example
 * toLower("DIYARBAKIR", { locale: "tr" }); // dıyarbakır
 */
export function toLower(text: string, options: CaseOptions): string {
  return options.locale === undefined ? text.toLowerCase() : text.toLocaleLowerCase(options.locale);
}

/**
 * The first character in upper case, the others in lower case.
 *
 * @example
 * capitalized("hELLO", {}); // Hello
 */
export function capitalized(text: string, options: CaseOptions): string {
  // By code point, so that letters outside the Basic Multilingual Plane count as one.
  const [first = "", ...rest] = text;
  return toUpper(first, options) + toLower(rest.join(""), options);
}
