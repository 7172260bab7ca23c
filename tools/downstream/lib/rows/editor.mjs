import path from "node:path";
import { cpSync } from "node:fs";
import { fixtures } from "../packages.mjs";
import { installTools } from "../projects.mjs";
import { Failure, run } from "../shell.mjs";

const TOOLS = { "yaml-language-server": "2.0.0", "vscode-languageserver-textdocument": "1.0.16" };

/** What `tutti schema` writes, in the language server that editors use for YAML. */
export async function editorRows(report, { folder, project, node }) {
  const editor = path.join(folder, "editor");
  const schema = path.join(editor, "workflow.schema.json");
  const installed = await report.row("npm install yaml-language-server", () => installTools(editor, TOOLS));
  if (!installed) return;
  cpSync(path.join(fixtures, "editor"), editor, { recursive: true });
  await report.row("an editor completes and checks workflow files", async () => {
    const cwd = path.join(project, "cli");
    await run("npx", ["--no", "--", "tutti", "schema", "--out", schema], { cwd, timeout: 120_000 });
    const stdout = await run(node.program, ["language-server.mjs", schema], { cwd: editor, timeout: 120_000 });
    if (stdout !== "done\n") throw new Failure(`language-server.mjs printed ${JSON.stringify(stdout)}`);
  });
}
