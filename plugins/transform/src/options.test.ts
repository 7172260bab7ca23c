import { expressionOption, fieldNamesOption, localeOption, timezoneOption } from "./options";

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

  it("refuse an empty expression and an empty list of fields", () => {
    expect(expressionOption("").safeParse("  ").success).toBe(false);
    expect(fieldNamesOption("").safeParse([]).success).toBe(false);
  });
});
