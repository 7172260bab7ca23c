import { apply, failure } from "../../testing/run";

describe("number", () => {
  it.each([
    ["0", 0],
    ["-0", 0],
    [" +1.50\n", 1.5],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["-1.25E-2", -0.0125],
    ["9007199254740991", 9_007_199_254_740_991],
    ["1e21", 1e21],
    [-3.5, -3.5],
  ])("of %j", async (input, result) => {
    await expect(apply("number", input)).resolves.toBe(result);
  });

  it.each(["", " ", "abc", "1,000", "1.2.3", "0x10", "12px", "1 000", "Infinity", "NaN", "١٢", "--1", "e3"])(
    "refuses %j",
    async (input) => {
      const { code, message } = await failure("number", input);
      expect(code).toBe("INVALID_INPUT");
      expect(message).toContain("wants a decimal number, got ");
    },
  );

  it("refuses what would lose digits, or is too big", async () => {
    expect((await failure("number", "12345678901234567890")).message).toContain(
      "more digits than a number can hold",
    );
    expect((await failure("number", "1e999")).message).toContain("Infinity is not a JSON number");
  });

  it.each([null, true, [1], {}])("refuses %j", async (input) => {
    expect((await failure("number", input)).message).toContain("wants text or a number, got ");
  });
});

describe("round", () => {
  it.each([
    [1.005, { decimals: 2 }, 1.01],
    [-1.005, { decimals: 2 }, -1.01],
    [8.345, { decimals: 2 }, 8.35],
    [1.45, { decimals: 1 }, 1.5],
    [0.5, {}, 1],
    [-0.5, {}, -1],
    [-0.4, {}, 0],
    [2.5, { mode: "half_even" }, 2],
    [3.5, { mode: "half_even" }, 4],
    [-1.1, { mode: "ceil" }, -1],
    [-1.1, { mode: "floor" }, -2],
    [-1.19, { mode: "trunc", decimals: 1 }, -1.1],
    [0.1 + 0.2, { decimals: 20 }, 0.1 + 0.2],
    [1e21, { decimals: 2 }, 1e21],
    [1e-7, { decimals: 7 }, 1e-7],
    [Number.MAX_VALUE, { decimals: 2 }, Number.MAX_VALUE],
    [Number.MIN_VALUE, {}, 0],
  ])("of %d with %j", async (input, options, result) => {
    await expect(apply("round", input, options)).resolves.toBe(result);
  });

  it.each([
    ["1.5", "Turn it into a number first with the transformation number."],
    [null, "Give a default"],
    [true, "Correct input or input_field."],
  ])("wants a number, not %j", async (input, advice) => {
    const { code, message } = await failure("round", input);
    expect(code).toBe("INVALID_INPUT");
    expect(message).toContain("round: wants a number, got ");
    expect(message).toContain(advice);
  });
});

describe("boolean", () => {
  it.each([
    ["TRUE", true],
    [" yes ", true],
    ["1", true],
    [1, true],
    [true, true],
    ["False", false],
    ["no", false],
    ["0", false],
    [0, false],
    [false, false],
  ])("of %j", async (input, result) => {
    await expect(apply("boolean", input)).resolves.toBe(result);
  });

  it.each([
    ["", "got empty text"],
    ["on", 'got text ("on")'],
    ["yes!", "got text"],
    [2, "got the number 2"],
    ["ja", "got text"],
    [null, "wants true, false, text or a number, got null"],
    [[], "got a list of 0 items"],
  ])("refuses %j", async (input, message) => {
    const error = await failure("boolean", input);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain(message);
  });
});
