import { z } from "zod";
import type { ParameterFormat } from "./schema/parameter";

/** A form that a text can have: how to test it, and what to call it. */
export interface TextFormat {
  readonly expected: string;
  test(text: string): boolean;
}

function format(expected: string, schema: z.ZodType): TextFormat {
  return { expected, test: (text) => schema.safeParse(text).success };
}

/** Every format of a parameter. */
export const formats: Readonly<Record<ParameterFormat, TextFormat>> = {
  email: format("an email address", z.email()),
  // URL parsers forgive blanks around and inside; a URI has none.
  uri: format("a URI such as https://example.com/a", z.string().regex(/^\S+$/).pipe(z.url())),
  uuid: format("a UUID", z.guid()),
  date: format("a date such as 2026-12-31", z.iso.date()),
  "date-time": format(
    "a date and time with a zone, such as 2026-12-31T09:00:00Z",
    z.iso.datetime({ offset: true }),
  ),
  ipv4: format("an IPv4 address", z.ipv4()),
  ipv6: format("an IPv6 address", z.ipv6()),
  hostname: format("a host name", z.hostname()),
};
