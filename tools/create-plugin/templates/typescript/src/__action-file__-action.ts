import { ActionError, defineAction } from "@tutti/core";
import { z } from "zod";
import { GREETER } from "./greeter";

/** The action `__action_type__`: replace what it says, takes, does and gives with your own. */
export const __actionName__Action = defineAction({
  type: "__action_type__",
  description: "Greets somebody by name.",
  config: z.strictObject({
    name: z.string().min(1).describe("Whom to greet."),
    ending: z.enum(["!", "."]).default("!").describe("How the greeting ends."),
  }),
  output: z.object({ text: z.string().describe("The greeting.") }),
  inject: { greeter: GREETER },
  examples: [
    { name: "by name", config: { name: "Ada" } },
    { name: "a parameter", config: { name: "{{user_name}}", ending: "." } },
  ],
  errors: [{ code: "BLANK_NAME", description: "The name is nothing but blanks.", retryable: false }],
  execute({ name, ending }, { greeter }, { logger }) {
    // What a template gives is known only now; the schema has seen the template.
    if (name.trim() === "") {
      const message = "The name is blank. Give a name to greet.";
      throw new ActionError({ code: "BLANK_NAME", message, retryable: false });
    }
    logger.info({ name }, "greeting");
    return { text: `${greeter.greet(name)}${ending}` };
  },
});
