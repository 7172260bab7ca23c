import { describePlugin } from "@tutti/testkit";
import { plugin } from "./index";

// Built packages are loaded in every module system by tools/downstream.
describePlugin(plugin(), {
  package: false,
  parameters: { user_name: "Ada" },
  examples: [
    { name: "known", action: "__action_type__", config: { name: "Ada" }, output: { text: "Hello, Ada!" } },
    { name: "blank", action: "__action_type__", config: { name: " " }, fails: "BLANK_NAME" },
  ],
});
