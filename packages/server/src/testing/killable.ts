// What is killed: node killable.ts <file> <port>
import { createOrchestrator } from "@tutti/core";
import { sqlite } from "@tutti/sqlite";
import { createServer } from "../server";
import { testActions } from "./actions";

const [, , file = "", port = "0"] = process.argv;

async function main(): Promise<void> {
  const orchestrator = await createOrchestrator({
    storage: sqlite({ path: file }),
    plugins: [testActions()],
  });
  const server = await createServer({ orchestrator, port: Number(port), logger: false, owned: true });
  process.stdout.write(`listening ${await server.listen()}\n`);
  process.once("SIGTERM", () => void server.stop());
}

void main();
