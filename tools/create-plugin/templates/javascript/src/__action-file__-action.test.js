const { assertCompleted, assertFailedWith, createTestOrchestrator } = require("@tutti/testkit");
const { plugin } = require("./index");

const workflow = {
  name: "Greeting",
  parameters: [{ name: "user_name", type: "string" }],
  actions: [{ action_id: "greeting", action_type: "__action_type__", config: { name: "{{user_name}}" } }],
  outputs: { text: "{{greeting.text}}" },
};

/** Runs the workflow in memory, without waiting. */
async function greet(name, options) {
  const test = await createTestOrchestrator({ plugins: [plugin(options)] });
  try {
    return await test.execute(workflow, { user_name: name });
  } finally {
    await test.stop();
  }
}

test("greets whom a parameter names", async () => {
  const result = await greet("Ada");
  assertCompleted(result);
  expect(result.execution?.result).toEqual({ text: "Hello, Ada!" });
});

test("greets as the plugin's options say", async () => {
  const result = await greet("Ada", { salutation: "Good evening" });
  expect(result.execution?.result).toEqual({ text: "Good evening, Ada!" });
});

test("fails with BLANK_NAME for a name of nothing but blanks", async () => {
  const result = await greet(" ");
  expect(result.success).toBe(false);
  assertFailedWith(result, "BLANK_NAME");
});

test("refuses an empty salutation", () => {
  expect(() => plugin({ salutation: "" })).toThrow("salutation");
});
