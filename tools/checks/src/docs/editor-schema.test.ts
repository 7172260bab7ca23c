import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { main, processIo } from "@tutti/cli";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020";
import { parse } from "yaml";
import { fromRoot } from "../root";
import { dataExamples, isWorkflow } from "./data";
import { userPages } from "./pages";

/** Workflow files of the repository besides those on its pages. */
const FILES = [
  "tools/demo-services/workflows/document-review.yaml",
  "tools/bench/fixtures/hello.yaml",
  "packages/testkit/data/complex_workflow_data.json",
  "packages/testkit/data/sample_workflow_data.json",
  "packages/testkit/data/simple_workflow_data.json",
];

let validate: ValidateFunction;
beforeAll(async () => {
  let text = "";
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  await main(["schema"], { ...processIo(), stdout, env: {} });
  const ajv = new Ajv2020({ strict: false, logger: false });
  validate = ajv.compile(JSON.parse(text) as object);
});

const examples = dataExamples(userPages()).filter(({ read }) => isWorkflow(read()));

test("the pages have workflows of every kind", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test.each(examples.filter(({ flags }) => !flags.includes("invalid")).map((one) => [one.place, one] as const))(
  "what an editor checks with accepts the workflow at %s",
  (_place, { read }) => {
    validate(read());
    expect(validate.errors ?? []).toEqual([]);
  },
);

test.each(FILES)("and the one in %s", (file) => {
  validate(parse(readFileSync(fromRoot(file), "utf8")));
  expect(validate.errors ?? []).toEqual([]);
});
