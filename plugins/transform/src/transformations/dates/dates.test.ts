import { Settings } from "luxon";
import { NOW } from "../../testing/fake-context";
import { apply, failure, refusals } from "../../testing/run";

describe("parse_date", () => {
  it.each([
    ["2026-12-24", {}, "2026-12-24T00:00:00.000Z"],
    ["2026-12-24", { timezone: "America/New_York" }, "2026-12-24T00:00:00.000-05:00"],
    ["2026-12-24T18:30:00+01:00", { timezone: "Asia/Tokyo" }, "2026-12-25T02:30:00.000+09:00"],
    ["2026-W01-1", {}, "2025-12-29T00:00:00.000Z"],
    ["2026-02-29T00:00:00Z".replace("2026", "2028"), {}, "2028-02-29T00:00:00.000Z"],
    // The clocks go forward at 02:00.
    ["2026-03-29T02:30:00", { timezone: "Europe/Berlin" }, "2026-03-29T03:30:00.000+02:00"],
    [-1, {}, "1969-12-31T23:59:59.999Z"],
    ["now", { timezone: "Europe/Berlin" }, "2026-11-22T13:00:00.000+01:00"],
    ["24 déc. 2026", { from_format: "d MMM yyyy", locale: "fr" }, "2026-12-24T00:00:00.000Z"],
    ["12/31/2026 5:07 PM", { from_format: "M/d/yyyy h:mm a" }, "2026-12-31T17:07:00.000Z"],
    [20_261_224, { from_format: "yyyyMMdd" }, "2026-12-24T00:00:00.000Z"],
    ["2026-12-24 18:30 +0100", { from_format: "yyyy-MM-dd HH:mm ZZZ" }, "2026-12-24T17:30:00.000Z"],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("parse_date", input, options)).resolves.toBe(result);
  });

  it("takes what a format leaves open from the clock of the context, and leaves Luxon's as it was", async () => {
    const before = Settings.now;
    await expect(apply("parse_date", "10:30", { from_format: "HH:mm" })).resolves.toBe(
      "2026-11-22T10:30:00.000Z",
    );
    await expect(apply("parse_date", "03-01", { from_format: "MM-dd" })).resolves.toBe(
      "2026-03-01T00:00:00.000Z",
    );
    expect(Settings.now).toBe(before);
    expect(Math.abs(Settings.now() - NOW)).toBeGreaterThan(0);
  });

  it.each([
    ["", {}, "got empty text. Give ISO 8601"],
    ["tomorrow", {}, 'got text ("tomorrow"). Give ISO 8601 such as 2026-12-31T09:00:00Z, or say how'],
    ["2026-02-30", {}, "you specified 30 (of type number) as a day, which is invalid"],
    ["1700000000000", {}, 'got text ("1700000000000"). Give ISO 8601'],
    ["x".repeat(100_000), {}, "got text of 100000 characters. Give ISO 8601"],
    [9e15, {}, "got the number 9000000000000000 (Timestamp out of range). "],
    ["24/12/2026", { from_format: "dd.MM.yyyy" }, "Correct the input or from_format (dd.MM.yyyy)."],
    ["5 2026-03", { from_format: "W yyyy-MM" }, "Can't mix weekYear/weekNumber units with year/month/day"],
    ["👨‍👩‍👧", {}, "wants a date, got text"],
  ])("refuses what is no date (%#)", async (input, options, message) => {
    const error = await failure("parse_date", input, options);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });

  it.each([null, true, ["2026-01-01"], {}])("refuses %j", async (input) => {
    expect((await failure("parse_date", input)).message).toContain("wants a date as ISO 8601 text, ");
  });
});

describe("format_date", () => {
  it.each([
    ["2026-12-24T17:30:00Z", {}, "2026-12-24T17:30:00.000Z"],
    ["2026-12-24T17:30:00Z", { format: "yyyy-MM-dd'T'HH", timezone: "Asia/Kolkata" }, "2026-12-24T23"],
    ["2026-12-24T17:30:00Z", { format: "DDDD", locale: "tr" }, "24 Aralık 2026 Perşembe"],
    ["24.12.2026", { from_format: "dd.MM.yyyy", format: "d MMM yy" }, "24 Dec 26"],
    ["now", { format: "cccc" }, "Sunday"],
    [0, { format: "X" }, "0"],
  ])("of %j with %j", async (input, options, result) => {
    await expect(apply("format_date", input, options)).resolves.toBe(result);
  });

  it("refuses what is no date", async () => {
    expect((await failure("format_date", "x", { format: "yyyy" })).code).toBe("INVALID_INPUT");
  });

  it("refuses unknown zones and locales when the workflow is created", () => {
    const config = {
      transformation: "format_date",
      input: "now",
      timezone: "Berlin",
      locale: "xx",
      format: "",
    };
    expect(refusals(config)).toEqual([
      "timezone: must be an IANA time zone, such as Europe/Berlin or UTC",
      "locale: must be a known locale, such as en-US or tr",
      "format: must not be empty",
    ]);
  });
});
