import { nearest } from "./nearest";

describe("nearest", () => {
  it.each([
    ["anaylsis_service", "analysis_service"],
    ["BILLING", "billing"],
    ["biling", "billing"],
    ["mail", undefined],
    ["", undefined],
  ])("takes %j for %j", (name, expected) =>
    expect(nearest(name, ["analysis_service", "billing"])).toBe(expected),
  );
});
