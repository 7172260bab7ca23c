import { suggest } from "@tutti/core/plugin";
import { openServer } from "../access/open";
import { serverOf } from "../access/target";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";
import { type ActionJson, actionLines, catalogueLines, describeAction } from "../render/catalogue";
import { actionSection, referencePage } from "../render/markdown";
import { EXIT, type Report } from "../report";
import { withSession } from "../run/session";
import { type CommonOptions, lookOf, paintAll } from "./shared";

/** Options of `tutti actions`. */
export interface ActionsOptions extends CommonOptions {
  readonly markdown?: boolean;
  readonly server?: string;
}

/** Shows the installed action types, or one of them with its config. */
export async function actions(type: string | undefined, options: ActionsOptions, io: Io): Promise<Report> {
  const all = await installed(options, io);
  const { columns, out } = lookOf(io, options);
  if (options.markdown === true) {
    const page = type === undefined ? referencePage(all) : actionSection(find(type, all));
    return { exitCode: EXIT.ok, json: {}, out: [page], err: [] };
  }
  if (type === undefined) {
    return {
      exitCode: EXIT.ok,
      json: { success: true, actions: all },
      out: paintAll(catalogueLines(all, columns), out),
      err: [],
    };
  }
  const action = find(type, all);
  return {
    exitCode: EXIT.ok,
    json: { success: true, action },
    out: paintAll(actionLines(action, columns), out),
    err: [],
  };
}

/** What is installed here, or on a server. */
function installed({ config, server }: ActionsOptions, io: Io): Promise<readonly ActionJson[]> {
  const target = serverOf({ server }, io);
  if (target !== undefined) return openServer(target).listActions();
  return withSession({ configFile: config }, io, ({ orchestrator }) =>
    Promise.resolve(orchestrator.actions.map(describeAction)),
  );
}

function find(type: string, all: readonly ActionJson[]): ActionJson {
  const action = all.find((one) => one.type === type);
  if (action !== undefined) return action;
  const types = all.map((one) => one.type);
  const meant = suggest(type, types);
  const question = meant === undefined ? "" : `did you mean "${meant}"? `;
  throw new CliError({
    code: "UNKNOWN_ACTION_TYPE",
    message: `Unknown action type "${type}": ${question}Installed: ${types.join(", ")}.`,
    fix: "Correct the name, or add the plugin that brings it to the configuration.",
  });
}
