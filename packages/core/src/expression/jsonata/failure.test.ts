import { TuttiError } from "../../errors";
import { toTuttiError } from "./failure";
import { LimitExceeded } from "./guard";

const limits = { timeMs: 7, depth: 8, outputBytes: 9 };
const became = (error: unknown): TuttiError => toTuttiError(error, "a + b", limits);

test("an error of the catalogue stays as it is", () => {
  const error = TuttiError.of("EXPRESSION_FAILED", { expression: "x", reason: "y" });
  expect(became(error)).toBe(error);
});

test.each<[string, unknown, keyof typeof limits]>([
  ["the guard's stop", new LimitExceeded("timeMs", 7), "timeMs"],
  ["a stack that is full", new RangeError("Maximum call stack size exceeded"), "depth"],
  ["a text beyond the engine's bound", new RangeError("Invalid string length"), "outputBytes"],
  ["an array beyond the engine's bound", new RangeError("Invalid array length"), "outputBytes"],
  ["a range beyond JSONata's bound", { code: "D2014", message: "too many" }, "outputBytes"],
  ["a sequence beyond JSONata's bound", { code: "D2015", message: "too many" }, "outputBytes"],
])("%s is a limit", (_name, error, limit) => {
  expect(became(error)).toMatchObject({
    code: "EXPRESSION_LIMIT",
    details: { expression: "a + b", limit, value: limits[limit] },
  });
});

test.each<[string, unknown, string]>([
  [
    "JSONata's error",
    { code: "T2001", message: "The left side must be a number" },
    "The left side must be a number",
  ],
  ["a native error", new TypeError("x is not iterable"), "x is not iterable"],
  ["a native error about a range", new RangeError("Invalid time value"), "Invalid time value"],
  ["a message that only looks like a limit's", new Error("call stack"), "call stack"],
  ["a sentence", new Error("No. Never."), "No. Never"],
  ["a message that is none", { message: 5 }, "it could not be evaluated"],
  ["an empty message", new Error(""), "it could not be evaluated"],
  ["nothing", undefined, "it could not be evaluated"],
  ["null", null, "it could not be evaluated"],
  ["a message that just fits", new Error("x".repeat(300)), "x".repeat(300)],
  ["a long message", new Error("x".repeat(301)), `${"x".repeat(297)}...`],
])("%s is a failure with a reason", (_name, error, reason) => {
  expect(became(error)).toMatchObject({
    code: "EXPRESSION_FAILED",
    details: { expression: "a + b", reason },
  });
});
