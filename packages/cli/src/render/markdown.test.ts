import { createOrchestrator, type InstalledAction } from "@tutti/core";
import { transform } from "@tutti/plugin-transform";
import { z } from "zod";
import { describeAction } from "./catalogue";
import { actionSection, referencePage } from "./markdown";

const greet: InstalledAction = {
  type: "greet",
  plugin: "acme-plugin-greet",
  description: "Says hello | over\nSMS.",
  config: z.strictObject({
    to: z.string().describe("The number."),
    message: z.string().default("`Hello`").describe("What is said."),
  }),
  output: z.object({ delivered: z.boolean().describe("Has it arrived?") }),
  errors: [{ code: "NO_SIGNAL", description: "There is no network.", retryable: true }],
  examples: [{ name: "hello", description: "The shortest.", config: { to: "```" } }],
};

test("a reference page", () => {
  expect(referencePage([describeAction(greet)])).toBe(`# Actions

| action | plugin |  |
| --- | --- | --- |
| [\`greet\`](#greet) | \`acme-plugin-greet\` | Says hello \\| over SMS. |

## \`greet\`

Says hello | over SMS. It comes with \`acme-plugin-greet\`.

### Config

| field | type |  |  |
| --- | --- | --- | --- |
| \`to\` | string | required | The number. |
| \`message\` | string | default \`\` "\`Hello\`" \`\` | What is said. |

### Output

| field | type |  |  |
| --- | --- | --- | --- |
| \`delivered\` | boolean | required | Has it arrived? |

### Errors

| code | retryable | when |
| --- | --- | --- |
| \`NO_SIGNAL\` | yes | There is no network. |

### Examples

hello: The shortest.

\`\`\`\`yaml
action_type: greet
config:
  to: "\`\`\`"
\`\`\`\``);
});

test("little is told of an action that tells little", () => {
  const plain = { type: "plain", plugin: "p", description: "Does it.", config: z.strictObject({}) };
  expect(actionSection(describeAction(plain))).toBe(
    "## `plain`\n\nDoes it. It comes with `p`.\n\n### Config\n\nIt takes none.",
  );
  const strange = { ...plain, config: { safeParse: () => ({}) } as unknown as z.ZodType };
  expect(actionSection(describeAction(strange))).toContain("### Config\n\nIts fields are not known.");
});

test("a config with a form per value has a part for each", async () => {
  const orchestrator = await createOrchestrator({ plugins: [transform()] });
  const action = orchestrator.actions.find(({ type }) => type === "transform") as InstalledAction;
  await orchestrator.stop();
  const text = actionSection(describeAction(action));
  expect(text).toContain("| `transformation` | one of these | required |");
  expect(text).toMatch(
    /\n\*\*`truncate`\*\* .+\n\n\| field \| type \| {2}\| {2}\|\n\| --- .+\n\| `length` \| integer \| required \|/,
  );
});
