import type { Storage } from "@tutti/core/runtime";
import { type ContractSubject, describeContract, runtimeContract, storageContract } from "@tutti/testkit";
import { copyFileSync, existsSync } from "node:fs";
import { cleanUp, openStore, tempFile } from "./testing/store";

afterEach(cleanUp);

/** The files as they are now: all that the next process would find of one that was killed. */
function whatIsLeft(path: string): string {
  const copy = tempFile();
  for (const end of ["", "-wal", "-key"]) if (existsSync(path + end)) copyFileSync(path + end, copy + end);
  return copy;
}

async function reopen(storage: Storage, how: "closed" | "crashed"): Promise<Storage> {
  const path = storage.name;
  if (how === "crashed") return openStore({ path: whatIsLeft(path) });
  await storage.close();
  return openStore({ path });
}

const subject: ContractSubject = {
  name: "sqlite",
  abilities: { durable: true, events: true, access: true },
  open: () => openStore(),
  reopen,
};

describeContract("sqlite: the storage contract", storageContract(subject));
describeContract("sqlite: the runtime contract", runtimeContract(subject));
