import { addQuery } from "./query";

describe("addQuery", () => {
  it("writes lists once per entry, and what is nested as JSON text", () => {
    const url = new URL("http://h/?kept=1&tag=old");
    addQuery(url, {
      tag: ["a", null, ["b"]],
      filter: { open: true },
      empty: [],
      none: null,
      zero: 0,
      blank: "",
    });
    expect([...url.searchParams]).toEqual([
      ["kept", "1"],
      ["tag", "a"],
      ["tag", '["b"]'],
      ["filter", '{"open":true}'],
      ["zero", "0"],
      ["blank", ""],
    ]);
  });

  it("leaves a URL as it is when there is nothing to add", () => {
    const url = new URL("http://h/?a=b%20c");
    addQuery(url, {});
    expect(url.href).toBe("http://h/?a=b%20c");
  });
});
