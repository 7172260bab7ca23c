import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { caseOptions, toUpper } from "./letter-case";

/** Upper case; "ß" gives "SS", and "" gives "". */
export const uppercase = defineTransformation({
  name: "uppercase",
  description: "Turns text into upper case.",
  input: text,
  options: caseOptions,
  examples: [
    { input: "Hello World", result: "HELLO WORLD" },
    { input: "Diyarbakır", options: { locale: "tr" }, result: "DİYARBAKIR" },
  ],
  run: toUpper,
});
