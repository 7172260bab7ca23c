// Lints an OpenAPI document: node openapi-lint.mjs < openapi.json prints what is wrong as JSON.
// The linter is an ES module, so it runs in a process of its own.
import { json } from "node:stream/consumers";
import { createConfig, lintFromString } from "@redocly/openapi-core";

// All that the linter recommends, each as an error and none switched off, and what this API keeps to besides.
const config = await createConfig({
  extends: ["recommended-strict"],
  rules: {
    "array-parameter-serialization": "error",
    "component-name-unique": "error",
    "operation-4xx-problem-details-rfc7807": "error",
    "operation-singular-tag": "error",
    "operation-tag-defined": "error",
    "parameter-description": "error",
    "path-params-defined": "error",
  },
});
const source = JSON.stringify(await json(process.stdin));
const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
const lines = problems.map(
  ({ location, message, ruleId }) => `${ruleId} at ${location[0]?.pointer ?? "#"}: ${message}`,
);
process.stdout.write(JSON.stringify(lines));
