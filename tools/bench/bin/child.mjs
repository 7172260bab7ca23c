// Makes one measurement in a process of its own, so that it starts with a clean heap.
// Started by lib/child.mjs: the URL of the measurement's module, and its options as JSON.
const [, , module, options] = process.argv;
const { measure } = await import(module);
try {
  process.send({ result: await measure(JSON.parse(options)) });
} catch (error) {
  process.send({ failure: error?.stack ?? String(error) });
}
// What an engine leaves running must not keep the process.
process.disconnect();
process.exit();
