import { workflowFiles } from "./workflow-files";

test("leaves out the tests beside workflows", () => {
  const files = [
    "a.yaml",
    "a.workflow-test.yaml",
    "b.json",
    "b.workflow-test.json",
    "c.workflow-test.yml",
    "-",
  ];
  expect(workflowFiles(files)).toEqual(["a.yaml", "b.json", "-"]);
});

test("takes a test that stands alone for what it was named as", () => {
  expect(workflowFiles(["a.workflow-test.yaml"])).toEqual(["a.workflow-test.yaml"]);
});
