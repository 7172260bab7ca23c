import { userPages } from "./pages";
import { typeErrors } from "./type-check";

function page(...lines: string[]): { file: string; text: string } {
  return { file: "page.md", text: lines.join("\n") };
}

test("every ts example compiles", () => {
  expect(typeErrors(userPages())).toEqual([]);
}, 60_000);

test("a wrong example is reported with its page and line", () => {
  const wrong = page("# Title", "", "```ts", "const one: number = await Promise.resolve('1');", "```", "");
  expect(typeErrors([wrong])).toEqual([expect.stringMatching(/^page\.md:4: Type 'string'/)]);
}, 60_000);

test("a continued example sees the one before it", () => {
  const continued = page(
    "```ts",
    "const one = 1;",
    "```",
    "text",
    "```ts continued",
    "export const two = one + 1;",
    "```",
    "",
  );
  expect(typeErrors([continued])).toEqual([]);
}, 60_000);
