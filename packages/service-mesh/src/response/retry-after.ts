/**
 * How long a service asks to be left alone, in ms; undefined when it does not say. The header holds
 * seconds or an HTTP date (RFC 9110, section 10.2.3); a date in the past is 0 ms.
 *
 * @param now The current time, in ms since 1970.
 * @example
 * parseRetryAfter("120", Date.now()); // 120000
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) {
    const ms = Number(text) * 1000;
    return Number.isSafeInteger(ms) ? ms : undefined;
  }
  const at = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

// Date.parse() alone also takes "-1" and "1.5" for dates. All forms of HTTP dates start with the weekday.
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;
