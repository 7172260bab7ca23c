import { Record, reasonOf } from "./record.mjs";

test("keeps a value per round, and a gap where a round has none", () => {
  const record = new Record(3);
  record.add("one", 0, { seq3: { perSecond: 123.456_789, flushes: undefined }, memoryMb: 80 });
  record.add("one", 2, { seq3: { perSecond: 99 } });
  expect(record.values).toEqual({
    one: { "seq3.perSecond": [123.46, null, 99], memoryMb: [80, null, null] },
  });
});

test("leaves out the folders of a machine", () => {
  const failure =
    "Error: Error [NOT_FOUND]: Cannot find '/srv/a-b/node_modules/@x/y.js' from file:///srv/z.mjs";
  expect(reasonOf(failure)).toBe("Error [NOT_FOUND]: Cannot find 'y.js' from z.mjs");
});

test("keeps the first line of why something was not measured", () => {
  const record = new Record(1);
  record.fail("one", "TypeError: not there\n    at somewhere");
  expect(record.failures).toEqual({ one: "not there" });
});
