import { countingIds, scriptedRandom, testCipher } from "./index";

it("countingIds counts, in the form of a UUIDv7", () => {
  const ids = countingIds();
  expect([ids.uuid(), ids.uuid()]).toEqual([
    "00000000-0000-7000-8000-000000000001",
    "00000000-0000-7000-8000-000000000002",
  ]);
});

it("scriptedRandom gives its numbers in turn and the last one for ever", () => {
  const random = scriptedRandom(0.1, 0.2);
  expect([random.next(), random.next(), random.next(), scriptedRandom().next()]).toEqual([
    0.1, 0.2, 0.2, 0.5,
  ]);
});

it("testCipher opens with the same key only what it sealed", () => {
  const sealed = testCipher("k1").seal("hunter2 ü");
  expect(sealed).not.toContain("hunter2");
  expect(testCipher("k1").open(sealed)).toBe("hunter2 ü");
  expect(() => testCipher("k2").open(sealed)).toThrow(/could not be read/);
});
