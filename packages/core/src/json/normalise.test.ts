import * as fc from "fast-check";
import { byteLength, isObject, normalise } from "./normalise";

describe("byteLength", () => {
  it("is the length in UTF-8 of any text, half surrogate pairs included", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => byteLength(text) === Buffer.byteLength(text)),
    );
    for (const text of [
      "",
      "a",
      "é",
      "€",
      "😀",
      "\ud800",
      "\udc00",
      "\ud800é",
      "\ud800\ud800\udc00",
      "x\ud83d",
    ]) {
      expect([text, byteLength(text)]).toEqual([text, Buffer.byteLength(text)]);
    }
  });
});

describe("normalise", () => {
  it("leaves JSON as it is, and measures it", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = JSON.parse(text) as unknown;
        expect(normalise(value)).toEqual({
          ok: true,
          value: JSON.parse(JSON.stringify(value)) as unknown,
          bytes: Buffer.byteLength(JSON.stringify(value)),
        });
      }),
    );
  });

  it.each([
    [undefined, null, 4],
    [null, null, 4],
    [new Date(0), "1970-01-01T00:00:00.000Z", 26],
    [{ a: undefined, b: [undefined] }, { b: [null] }, 12],
    [Number.NaN, null, 4],
    [new Map([[1, 2]]), {}, 2],
  ])("makes JSON of %p", (value, expected, bytes) => {
    expect(normalise(value)).toEqual({ ok: true, value: expected, bytes });
  });

  it("says why something is no JSON", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const thrower = {
      toJSON() {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
        throw "just text";
      },
    };
    const values = [1n, () => 1, Symbol("x"), cyclic, thrower];
    expect(values.map((value) => normalise(value))).toEqual([
      { ok: false, problem: expect.stringMatching(/BigInt/) as string },
      { ok: false, problem: "a function is not JSON" },
      { ok: false, problem: "a symbol is not JSON" },
      { ok: false, problem: "Converting circular structure to JSON" },
      { ok: false, problem: "just text" },
    ]);
  });

  it("shares nothing with the input", () => {
    const input = { list: [1] };
    const result = normalise(input);
    input.list.push(2);
    expect(result).toMatchObject({ value: { list: [1] } });
  });
});

it("isObject: neither null nor an array", () => {
  expect([{}, Object.create(null), [], null, "x", 1].map(isObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
