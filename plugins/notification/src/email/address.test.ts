import { parseAddress } from "./address";

describe("parseAddress", () => {
  it.each([
    ["ada@example.org", "", "ada@example.org"],
    ["  ada@example.org ", "", "ada@example.org"],
    ["<ada@example.org>", "", "ada@example.org"],
    ["Ada Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org"],
    ['"Lovelace, Ada" <ada+x@example.org>', "Lovelace, Ada", "ada+x@example.org"],
    ["Ada <ada@bücher.example>", "Ada", "ada@bücher.example"],
  ])("reads %j", (text, name, address) => {
    expect(parseAddress(text)).toEqual({ name, address });
  });

  it.each([
    [""],
    ["ada"],
    ["@example.org"],
    ["ada@"],
    ["a@x.org, b@x.org"],
    ["a@x.org b@x.org"],
    ["a@x.org;b@x.org"],
    ["team: a@x.org, b@x.org;"],
    ["<a@x.org> <b@x.org>"],
    ["a@x.org\r\nBcc: b@x.org"],
    ["Ada\r\nBcc: b@x.org <a@x.org>"],
    ["a@b@x.org"],
    ['"a"@x.org'],
    [`${"a".repeat(320)}@x.org`],
  ])("refuses %j", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
