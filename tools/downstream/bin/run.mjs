// Builds and packs the public packages, installs the tarballs outside the repository, and uses them there
// as their users do. --quick leaves out what rarely breaks alone; --keep leaves the folder for a look;
// --node 22 runs on that Node.js only; --report FILE writes the outcomes as a table.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fullRun, quickRun } from "../lib/runs.mjs";
import { Report } from "../lib/report.mjs";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    node: { type: "string", multiple: true, default: ["24", "20", "22"] },
    report: { type: "string" },
  },
});
const report = new Report();
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "tutti-downstream-")));
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.once("exit", cleanUp);

await (options.quick ? quickRun(report, folder) : fullRun(report, folder, options.node));
if (options.report !== undefined) report.write(options.report);
process.exitCode = report.close() ? 0 : 1;

function cleanUp() {
  if (options.keep) console.log(`Kept in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
