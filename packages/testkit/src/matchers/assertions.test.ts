import { runInNewContext } from "node:vm";
import { anAction, assertOutput, aWorkflow, createTestOrchestrator } from "../index";

test("objects without a prototype, and of another realm, are like all others", async () => {
  await using test = await createTestOrchestrator();
  const gives = anAction("give").withConfig({ returns: { n: [1] } });
  const result = await test.execute(aWorkflow().withActions(gives).build());
  const plain = { n: [1] };
  for (const same of [
    plain,
    Object.assign(Object.create(null) as object, plain),
    runInNewContext("({ n: [1] })"),
  ])
    assertOutput(result, "give", same);
  expect(() => assertOutput(result, "give", { n: [2] })).toThrow("Expected to have given");
  expect(() => assertOutput(result, undefined)).toThrow("Expected to have the result undefined");
});
