import { pluginContract, runContract } from "@tutti/testkit";
import { loadPlugin } from "../config/load-plugins";
import type { Io } from "../io";
import { readCheckFile } from "../plugin/check-file";
import { findPlugin } from "../plugin/find-plugin";
import { checkLines, toCheckJson } from "../render/checks";
import { EXIT, type Report } from "../report";
import { type Line, span } from "../terminal/style";
import { type CommonOptions, lookOf, paintAll } from "./shared";

/** Options of `tutti plugin check`. */
export interface PluginCheckOptions extends CommonOptions {
  /** A file with options, parameters and examples. */
  readonly with?: string;
}

/** Runs the conformance suite on a plugin from outside, and tells what it fails. */
export async function checkPlugin(target: string, options: PluginCheckOptions, io: Io): Promise<Report> {
  const { options: given, parameters, examples } = await readCheckFile(options.with, io);
  const { from, name: packageName } = findPlugin(target, io);
  const source = { io, loaded: { config: {}, file: target, folder: from } };
  const plugin = await loadPlugin([packageName, given], "", source);
  const cases = pluginContract(plugin, {
    package: packageName,
    from,
    nodeOptions: nodeOptions(),
    ...(parameters === undefined ? {} : { parameters }),
    ...(examples === undefined ? {} : { examples }),
  });
  const checks = (await runContract(cases)).map(toCheckJson);
  const success = checks.every(({ outcome }) => outcome !== "failed");
  const { out, symbols } = lookOf(io, options);
  const { name, version } = plugin;
  const head: Line[] = [[span(name, "bold"), span(` ${version}`, "dim")], []];
  return {
    exitCode: success ? EXIT.ok : EXIT.failed,
    json: { success, plugin: { name, version }, checks },
    out: paintAll([...head, ...checkLines(checks, symbols)], out),
    err: [],
  };
}

/** A package that needs options of Node.js to be loaded has got them here already. No two processes share an inspector. */
function nodeOptions(): string[] {
  return process.execArgv.filter((option) => !option.startsWith("--inspect"));
}
