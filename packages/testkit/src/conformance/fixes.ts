/** What to do where a plugin fails a case, by the case's name. A test keeps it complete. */
export const pluginFixes: Readonly<Record<string, string>> = {
  "has the name of an npm package": "Give definePlugin the name that package.json has.",
  "has a semantic version": "Give definePlugin the version that package.json has, such as 1.0.0.",
  "keeps to this version of the plugin contract": "Make it with definePlugin of an @tutti/core that fits.",
  "its actions describe themselves":
    "Make the descriptor of a class a plain value that needs no constructor.",
  "starts and stops, also in two orchestrators at once":
    "Keep no state outside of what register puts into the container, and let stop resolve.",
  "leaves nothing open when it has stopped": "Close timers, sockets and watchers in stop.",
  "loads with require, and has the named export plugin":
    "Build it, and export the factory as plugin from the entry that exports names under require or default.",
  "loads with import, and has the named export plugin":
    "Export the factory as plugin by name: a default export alone can't be found.",
  "is one and the same for require and import":
    "Publish one build, CommonJS, for both: two copies share no tokens and no state.",
  "says in a sentence what it does":
    'Write a sentence with a full stop: description: "Sends a text message."',
  "has a type in lower case, with _": "Call the type like send_sms.",
  "describes each field of its config": 'Add .describe("…") to each field.',
  "has a schema for its output": "Give defineAction an output schema, such as z.object({ … }).",
  "describes each field of its output": 'Add .describe("…") to each field.',
  "has examples, each with a name of its own":
    'Give defineAction examples: [{ name: "by name", config: { … } }].',
  "its examples are valid":
    "Correct their configs; what templates in them read has to be among the parameters of the check.",
  "refuses a field that it does not know": "Make the config with z.strictObject.",
  "its examples run": "Correct the action or the example; what it needs has to be there in the check, too.",
  "its outputs match": "Return what the output schema says, or correct the schema.",
  "its outputs are JSON": "Return plain objects, lists, texts, numbers, booleans and null.",
  "leaves its config as it is": "Copy what is to be changed.",
  "ends soon when its signal aborts": "Pass context.signal on to whatever takes time.",
  "tells the errors that it fails with":
    "Add it to the errors of the descriptor: { code, description, retryable }.",
  "its errors carry codes": "Throw new ActionError({ code, message, retryable }).",
};
