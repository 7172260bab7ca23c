import type { z } from "zod";
import {
  expressionOption,
  fieldNamesOption,
  itemExpressionOption,
  localeOption,
  timezoneOption,
} from "./options";

describe("options", () => {
  it.each(["en", "de-CH", "tr", "zh-Hant"])("know the locale %s", (tag) => {
    expect(localeOption("").parse(tag)).toBe(tag);
  });

  it.each(["", "xx", "english!", "{"])("refuse the locale %j", (tag) => {
    expect(localeOption("").safeParse(tag).error?.issues[0]?.message).toContain("such as en-US");
  });

  it.each(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+2"])(
    "know the zone %s",
    (zone) => {
      expect(timezoneOption("").parse(zone)).toBe(zone);
    },
  );

  it.each(["", "local", "Mars/Olympus", "+02:00", "UTC+2"])("refuse the zone %j", (zone) => {
    expect(timezoneOption("").safeParse(zone).error?.issues[0]?.message).toContain("such as Europe/Berlin");
  });

  it("refuse an empty list of fields", () => {
    expect(fieldNamesOption("").safeParse([]).success).toBe(false);
  });

  it("parse expressions, with the variables that are there", () => {
    const problem = (option: z.ZodString, source: string) =>
      option.safeParse(source).error?.issues[0]?.message;
    expect(problem(expressionOption("", ["total"]), "$total + 1")).toBeUndefined();
    expect(problem(itemExpressionOption(""), "$item.price * $index")).toBeUndefined();
    expect(problem(expressionOption(""), " ")).toMatch(/^must be a JSONata expression: .*empty/);
    expect(problem(expressionOption(""), "$item")).toBe(
      "must be a JSONata expression: $item is not known here; known: $ (the input)",
    );
  });
});
