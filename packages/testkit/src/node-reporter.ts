import { type NodeTestEvent, NodeTests } from "./reporters/node-events";
import { reportRun } from "./reporters/run-report";

/**
 * A reporter for node:test, beside its own: tests by category, the slowest ones, and `test-results.xml`.
 *
 * @example
 * // node --test --test-reporter=spec --test-reporter-destination=stdout
 * //   --test-reporter=@tutti/testkit/node-reporter --test-reporter-destination=stdout
 */
async function* nodeReporter(events: AsyncIterable<NodeTestEvent>): AsyncGenerator<string> {
  const begun = performance.now();
  const root = process.cwd();
  const noted = new NodeTests(root);
  for await (const event of events) noted.note(event);
  yield reportRun({ runner: "node:test", root, durationMs: performance.now() - begun, tests: noted.tests });
}

export = nodeReporter;
