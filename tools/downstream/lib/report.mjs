import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Behind the name of a row: the Node.js on which it ran. */
const ON_NODE = / \[Node (?<version>[\d.]+)\]/;

/** The rows of a run: prints each as it ends, and counts. */
export class Report {
  /** Outcomes by row and Node.js; `""` for a row that runs on none in particular. */
  rows = new Map();

  /** Runs a row; it fails by throwing. Gives whether it passed. */
  async row(name, body) {
    const started = performance.now();
    try {
      await body();
    } catch (error) {
      this.fail(name, error.message);
      return false;
    }
    this.pass(name, performance.now() - started);
    return true;
  }

  pass(name, milliseconds) {
    this.note(name, "pass");
    console.log(`PASS  ${name} (${(milliseconds / 1000).toFixed(1)} s)`);
  }

  fail(name, reason) {
    this.note(name, "FAIL");
    console.log(`FAIL  ${name}\n${reason.trimEnd().replaceAll(/^/gm, "      ")}`);
  }

  close() {
    const outcomes = [...this.rows.values()].flatMap((byNode) => [...byNode.values()]);
    const failed = outcomes.filter((outcome) => outcome === "FAIL").length;
    console.log(`${outcomes.length - failed} passed, ${failed} failed`);
    return failed === 0;
  }

  /** Writes the outcomes as a Markdown table: a column per Node.js, and one for what runs on none. */
  write(file) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${this.table().join("\n")}\n`);
  }

  table() {
    const nodes = [...new Set([...this.rows.values()].flatMap((byNode) => [...byNode.keys()]))]
      .filter((node) => node !== "")
      .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    const heads = ["", ...nodes.map((node) => `Node ${node}`), "once"];
    const cells = [...this.rows].map(([name, byNode]) => [
      name.replaceAll("|", "\\|"),
      ...[...nodes, ""].map((node) => byNode.get(node) ?? ""),
    ]);
    return [heads, heads.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`);
  }

  note(name, outcome) {
    const row = name.replace(ON_NODE, "");
    const byNode = this.rows.get(row) ?? new Map();
    byNode.set(ON_NODE.exec(name)?.groups.version ?? "", outcome);
    this.rows.set(row, byNode);
  }
}
