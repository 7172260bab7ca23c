interface Field {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const SECOND: Field = { from: 0, to: 59 };
const FIELDS: readonly Field[] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  {
    from: 1,
    to: 12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  },
  { from: 0, to: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
];

const NICKNAMES = new Set(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]);

/**
 * Is this a cron expression: 5 fields, or 6 with seconds first, or a nickname such as `@daily`?
 * A field is a list of `*`, values and ranges, each with an optional step.
 *
 * @example
 * isCron("0 9 * * MON-FRI"); // true
 */
export function isCron(text: string): boolean {
  if (NICKNAMES.has(text)) return true;
  const parts = text.trim().split(/\s+/);
  const fields = parts.length === 6 ? [SECOND, ...FIELDS] : FIELDS;
  return parts.length === fields.length && fields.every((field, i) => fitsField(parts[i] ?? "", field));
}

function fitsField(part: string, field: Field): boolean {
  return part.split(",").every((item) => {
    const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
    if (from === undefined || step === "0") return false;
    if (from === "*") return to === undefined;
    const first = valueOf(from, field);
    const last = to === undefined ? first : valueOf(to, field);
    return first >= field.from && last <= field.to && first <= last;
  });
}

/** The number a value of a field stands for, or NaN, which is in no range. */
function valueOf(text: string, field: Field): number {
  const name = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (name >= 0) return name + field.from;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Is this the name of an IANA time zone that this system knows?
 *
 * @example
 * isTimeZone("Europe/Vienna"); // true
 */
export function isTimeZone(text: string): boolean {
  try {
    // Offsets such as +01:00, which some systems accept here, are no time zones: they know no summer time.
    return /^[A-Za-z]/.test(text) && new Intl.DateTimeFormat("en", { timeZone: text }).format(0) !== "";
  } catch {
    return false;
  }
}
