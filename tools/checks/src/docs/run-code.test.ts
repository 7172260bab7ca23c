import { userPages } from "./pages";
import { codeExamples, runCode } from "./run-code";

const examples = userPages().flatMap(codeExamples);

test.each(examples.map((example) => [example.place, example] as const))(
  "the code at %s prints what its comments say",
  async (_place, example) => {
    expect(await runCode(example, require)).toEqual(example.printed);
  },
);

test("an example goes on in those marked continued, and only in those", async () => {
  const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`;
  const text = [
    fence("ts run", 'import { inspect } from "node:util";\nconst one = await Promise.resolve(1);'),
    fence("ts continued", "console.log(inspect({ one })); // { one: 1 }"),
    fence("ts", "console.log(2); // 3"),
    fence("ts continued", "console.log(4); // 5"),
  ].join("\n");
  const [example, ...others] = codeExamples({ file: "page.md", text });
  expect(example).toMatchObject({ place: "page.md:2", printed: ["{ one: 1 }"] });
  expect(others).toEqual([]);
  expect(await runCode(example!)).toEqual(["{ one: 1 }"]);
});
