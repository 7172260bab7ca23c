import type { Json } from "@tutti/core";
import { z } from "zod";
import { describeValue } from "../../describe";
import { list } from "../../inputs";
import { itemExpressionOption } from "../../options";
import { defineTransformation } from "../../transformation";
import { keyedBy } from "./each";

/** An object of lists: the items, by the value of an expression. */
export const groupBy = defineTransformation({
  name: "group_by",
  description: "Groups the items of a list into an object of lists, by the value of an expression.",
  input: list,
  options: z.object({
    by: itemExpressionOption('JSONata for the name of the group, such as country, or country ?: "none".'),
  }),
  examples: [
    {
      input: [
        { n: "Ada", c: "UK" },
        { n: "Carl", c: "DE" },
        { n: "Alan", c: "UK" },
      ],
      options: { by: "c" },
      result: {
        UK: [
          { n: "Ada", c: "UK" },
          { n: "Alan", c: "UK" },
        ],
        DE: [{ n: "Carl", c: "DE" }],
      },
    },
    { input: [1, 2, 3], options: { by: '$ % 2 = 0 ? "even" : "odd"' }, result: { odd: [1, 3], even: [2] } },
  ],
  async run(input, { by }, context) {
    const groups = new Map<string, Json[]>();
    for (const { item, index, value } of await keyedBy(input, by, context)) {
      if (value === null || typeof value === "object") {
        throw context.invalidInput({
          problem: `wants text, a number, true or false as the name of a group; item [${index}] gives ${describeValue(value)}`,
          fix: `Give a default for items without a value: by: '${by} ?: "none"'.`,
        });
      }
      const name = String(value);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [item]);
      else group.push(item);
    }
    return Object.fromEntries(groups);
  },
});
