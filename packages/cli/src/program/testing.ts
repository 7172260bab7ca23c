import type { Command } from "commander";
import type { TestOptions } from "../commands/test";
import { commands } from "../lazy";
import { add, collect, type ProgramHost, withExamples } from "./shared";

/** `tutti test` */
export function addTest(program: Command, host: ProgramHost): void {
  const command = add(
    program,
    "test [pattern...]",
    "Run *.workflow-test.yaml files: those below here, in a folder, or whose path contains a text.",
  )
    .option("-f, --filter <text>", "only cases whose name contains it; may be repeated", collect)
    .option("--bail", "start no more cases after a failure")
    .option("-u, --update-snapshots", "store what happens as the new snapshots")
    .option("--coverage", "tell which actions and branches of the workflows the tests have seen")
    .option("--coverage-dir <folder>", "where lcov.info and coverage.json go (default: coverage/workflows)")
    .option("--coverage-threshold <percent>", "fail below it; implies --coverage")
    .option("--junit [file]", "write a JUnit report (default: test-results.xml)")
    .option("-w, --watch", "run again whenever a test or its workflow changes");
  withExamples(
    command,
    "tutti test",
    "tutti test workflows/review --filter approval --watch",
    "tutti test --coverage-threshold 90 --junit",
  ).action(async (patterns: string[]) => {
    const options = command.optsWithGlobals<TestOptions & { readonly watch?: boolean }>();
    if (options.watch === true)
      return host.exit(await commands.testWatch().testAndWatch(patterns, options, host));
    return host.exit(host.print(await commands.test().test(patterns, options, host.io)));
  });
}
