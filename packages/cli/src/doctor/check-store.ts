import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import type { SecretProvider, WorkflowDefinition } from "@tutti/core";
import type { Reading } from "../access/access";
import { nameOf, openFile } from "../access/open";
import type { Io } from "../io";
import type { FileChoice, StorageChoice } from "../store/choice";
import { ownerOf } from "../store/open";
import { bad, failed, type Finding, well } from "./finding";

/** Can the store be used, and is what is in it fit to run here? */
export async function checkStore(
  choice: StorageChoice,
  providers: readonly SecretProvider[],
  io: Io,
): Promise<readonly Finding[]> {
  if (choice.kind === "memory") return [well("store", "in memory: nothing is stored")];
  if (!existsSync(choice.path)) return [folderOf(choice)];
  try {
    const owner = ownerOf(choice);
    const reading = await openFile({ file: choice });
    try {
      const runner = owner === undefined ? "nobody runs it now" : `${nameOf(owner)} runs it`;
      return [
        well("store", `${choice.path} opens; ${runner}`),
        await clockFinding(reading),
        ...(await secretFindings(reading, providers, io)),
      ];
    } finally {
      await reading.close();
    }
  } catch (error) {
    return failed("store", error);
  }
}

function folderOf({ path: file }: FileChoice): Finding {
  const folder = path.dirname(file);
  try {
    accessSync(folder, constants.W_OK);
    return well("store", `${file} is made by the first run, start or serve`);
  } catch {
    const message = `${file} can't be made: nothing can be written into ${folder}.`;
    return bad("store", "fail", [message, "Make the folder, or give this user the right to write into it."]);
  }
}

/** What was stored in the future was stored before somebody turned the clock back. */
async function clockFinding(reading: Reading): Promise<Finding> {
  const [newest] = (await reading.listExecutions({ limit: 1 })).executions;
  const aheadMs = newest === undefined ? 0 : Date.parse(newest.created_at) - Date.now();
  if (aheadMs <= 1000) return well("clock", `${new Date().toISOString()}, behind what is stored`);
  const message = `The newest execution was created ${Math.ceil(aheadMs / 1000)} s in the future.`;
  const fix = "Set the system's clock (NTP); waits and schedules come late until it has caught up.";
  return bad("clock", "warn", [message, fix]);
}

const SECRET = /\$secrets\.([A-Za-z_][A-Za-z0-9_]*)/g;

async function secretFindings(
  reading: Reading,
  providers: readonly SecretProvider[],
  { env }: Pick<Io, "env">,
): Promise<readonly Finding[]> {
  const users = await usersOfSecrets(reading);
  const missing: Finding[] = [];
  for (const [name, workflows] of users) {
    const known = env[`TUTTI_SECRET_${name}`] ?? "";
    const given = await Promise.all(providers.map(async (provider) => provider.get(name)));
    if (known !== "" || given.some((value) => value !== undefined)) continue;
    const message = `The secret ${name} is not there; ${workflows.join(", ")} needs it.`;
    missing.push(
      bad("secrets", "warn", [
        message,
        `Set TUTTI_SECRET_${name} where tutti runs, or put a file ${name} into the folder of secrets.`,
      ]),
    );
  }
  return missing.length > 0 ? missing : [well("secrets", `${users.size} are referred to, none is missing`)];
}

/** The secrets that active workflows refer to, each with their names. */
async function usersOfSecrets(reading: Reading): Promise<ReadonlyMap<string, string[]>> {
  const users = new Map<string, string[]>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reading["listWorkflows"]>> = await reading.listWorkflows({
      status: "active",
      limit: 1000,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const workflow of page.workflows)
      for (const name of secretsIn(workflow))
        users.set(name, [...(users.get(name) ?? []), `"${workflow.name}"`]);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return users;
}

function secretsIn(workflow: WorkflowDefinition): ReadonlySet<string> {
  return new Set(Array.from(JSON.stringify(workflow).matchAll(SECRET), ([, name = ""]) => name));
}
