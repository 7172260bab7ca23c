import { z } from "zod";
import { apply } from "../testing/run";
import { builtIns } from ".";

const cases = builtIns.flatMap(({ name, examples }) =>
  examples.map((example, index) => ({ name, index, ...example })),
);

describe("the examples", () => {
  it.each(cases)("of $name run ($index)", async ({ name, input, options, result }) => {
    const before = structuredClone(input);
    await expect(apply(name, input, options)).resolves.toStrictEqual(result);
    expect(input).toStrictEqual(before);
  });

  it.each(builtIns)("of $name show it with no braces, which would be a template", ({ examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(JSON.stringify(examples)).not.toContain("{{");
  });
});

describe("the transformations", () => {
  it("have names of their own", () => {
    const names = builtIns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(45);
  });

  it.each(builtIns)("describe all of $name", ({ description, input, options }) => {
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(input.description).toBeTruthy();
    for (const option of Object.values(z.toJSONSchema(options, { io: "input" }).properties ?? {})) {
      expect(option).toMatchObject({ description: expect.stringMatching(/^.+\.$/) as string });
    }
  });
});
