import { categoryOf } from "./category";

test.each([
  ["src/orders.test.ts", undefined, "unit"],
  ["tests/api/orders.test.ts", undefined, "api"],
  ["tests/integration/orders.performance.test.ts", undefined, "performance"],
  ["tests/error_handling/a.test.ts", undefined, "error-handling"],
  ["tests\\Load\\a.test.ts", undefined, "performance"],
  ["src/rapid.test.ts", undefined, "unit"],
  ["tests/api/orders.test.ts", ["slow", "errors"], "error-handling"],
])("%s with the tags %j is %s", (file, tags, expected) => {
  expect(categoryOf({ file, ...(tags === undefined ? {} : { tags }) })).toBe(expected);
});
