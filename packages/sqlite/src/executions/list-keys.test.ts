import { ListKeys } from "./list-keys";

describe("numbers of workflows and creators", () => {
  it("are the same whenever they are asked for: a file keeps them", () => {
    const row = { workflow_id: "0190a5f0-7b1c-7cc3-98c4-dc0c0c07398f", created_by: "ada" };
    expect(new ListKeys().cells(row)).toEqual(new ListKeys().cells(row));
    expect(new ListKeys().cells(row)).toEqual([45707696294222, 279199768985789, 130363988145724]);
  });

  it("fit into 6 bytes, whatever the text is", () => {
    const keys = new ListKeys();
    for (const text of ["", "ada", "\u{1F600}", "\uD83D", "x".repeat(10_000)]) {
      expect(keys.of(text)).toBeGreaterThanOrEqual(0);
      expect(keys.of(text)).toBeLessThan(2 ** 48);
    }
  });

  it("are other ones for other texts, also for the halves of surrogate pairs", () => {
    const keys = new ListKeys();
    const texts = ["a", "b", "\uD83D", "\uD83E", "\uFFFD"];
    expect(new Set(texts.map((text) => keys.of(text))).size).toBe(texts.length);
    expect(keys.ofPair("a", "b")).not.toBe(keys.ofPair("b", "a"));
  });

  it("stay the same when more texts came than are remembered", () => {
    const keys = new ListKeys();
    const first = keys.of("first");
    for (let index = 0; index < 10_000; index++) keys.of(String(index));
    expect(keys.of("first")).toBe(first);
  });
});
