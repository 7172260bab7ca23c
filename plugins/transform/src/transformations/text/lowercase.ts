import { text } from "../../inputs";
import { defineTransformation } from "../../transformation";
import { caseOptions, toLower } from "./letter-case";

/** Lower case. */
export const lowercase = defineTransformation({
  name: "lowercase",
  description: "Turns text into lower case.",
  input: text,
  options: caseOptions,
  examples: [
    { input: "Hello World", result: "hello world" },
    { input: "DIYARBAKIR", options: { locale: "tr" }, result: "dıyarbakır" },
  ],
  run: toLower,
});
