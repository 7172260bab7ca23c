import type { Orchestrator } from "@tutti/core";
import { SECRET_PROVIDER } from "@tutti/core/plugin";
import { openServer } from "../access/open";
import { serverOf, type ServerTarget } from "../access/target";
import { loadConfig, type LoadedConfig } from "../config/load-config";
import { secretsOf } from "../config/secrets";
import { checkPort, checkServices } from "../doctor/check-network";
import { checkNode } from "../doctor/check-node";
import { checkStore } from "../doctor/check-store";
import { failed, type Finding, well } from "../doctor/finding";
import type { Io } from "../io";
import { EXIT, type Report } from "../report";
import { withSession } from "../run/session";
import { addressOf } from "../serve/address";
import { chooseStorage } from "../store/choice";
import { type Line, span } from "../terminal/style";
import type { Symbols } from "../terminal/symbols";
import { lookOf, paintAll, type StoreOptions } from "./shared";

/** Options of `tutti doctor`. */
export interface DoctorOptions extends StoreOptions {
  /** Also connect to the services of the configuration. */
  readonly services?: boolean;
}

/** Looks at everything that tutti needs, and tells what to do about what is not well. */
export async function doctor(options: DoctorOptions, io: Io): Promise<Report> {
  const look = lookOf(io, options);
  const findings = [...checkNode(process), ...(await checkProject(options, io))];
  const isWell = findings.every(({ status }) => status !== "fail");
  return {
    exitCode: isWell ? EXIT.ok : EXIT.failed,
    json: { success: isWell, checks: findings },
    out: paintAll(
      findings.flatMap((finding) => linesOf(finding, look.symbols)),
      look.out,
    ),
    err: [],
  };
}

async function checkProject(options: DoctorOptions, io: Io): Promise<readonly Finding[]> {
  const target = serverOf(options, io);
  let loaded: LoadedConfig;
  try {
    loaded = await loadConfig(options.config, io);
  } catch (error) {
    return failed("config", error);
  }
  const config = well("config", loaded.file ?? "none: every key has its default");
  if (target !== undefined) return [config, ...(await checkServer(target))];
  const plugins = await withPlugins(loaded, io, (orchestrator) =>
    checkRest(options, { loaded, orchestrator }, io),
  );
  return [config, ...plugins];
}

async function checkServer(target: ServerTarget): Promise<readonly Finding[]> {
  try {
    const { length } = await openServer(target).listActions();
    return [well("server", `${target.url} answers, and has ${length} action types`)];
  } catch (error) {
    return failed("server", error);
  }
}

interface Parts {
  readonly loaded: LoadedConfig;
  readonly orchestrator: Orchestrator | undefined;
}

/** Whatever is wrong with a plugin, the rest can be looked at. */
async function withPlugins(
  loaded: LoadedConfig,
  io: Io,
  look: (orchestrator: Orchestrator | undefined) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await withSession({ loaded }, io, async ({ orchestrator }) => [
      well("plugins", `${orchestrator.actions.length} action types are installed`),
      ...(await look(orchestrator)),
    ]);
  } catch (error) {
    return [...failed("plugins", error), ...(await look(undefined))];
  }
}

async function checkRest(
  { services, storage }: DoctorOptions,
  { loaded, orchestrator }: Parts,
  io: Io,
): Promise<readonly Finding[]> {
  const providers = [
    ...secretsOf(loaded, io),
    ...(orchestrator?.container.resolveAll(SECRET_PROVIDER) ?? []),
  ];
  return [
    ...(await checkStore(chooseStorage(storage, loaded, io), providers, io)),
    await checkPort(addressOf({}, loaded.config, io)),
    ...(services === true ? await checkServices(loaded.config.services) : []),
  ];
}

function linesOf({ check, fix, message, status }: Finding, symbols: Symbols): Line[] {
  const signs = { ok: symbols.completed, warn: symbols.warning, fail: symbols.failed };
  const colors = { ok: "green", warn: "yellow", fail: "red" } as const;
  const own: Line = [span(signs[status], colors[status]), ` ${check.padEnd(8)}  ${message}`];
  return fix === null ? [own] : [own, [span(`  = fix: ${fix}`, "dim")]];
}
