import { describePlugin } from "@tutti/testkit";
import { plugin } from "./index";

// Whatever a plugin has to keep to: descriptions, examples, outputs, errors, aborts, and how its package loads.
describePlugin(plugin(), {
  parameters: { user_name: "Ada" },
  examples: [
    { name: "known", action: "__action_type__", config: { name: "Ada" }, output: { text: "Hello, Ada!" } },
    { name: "blank", action: "__action_type__", config: { name: " " }, fails: "BLANK_NAME" },
  ],
});
