import { createOrchestrator, memory, type Orchestrator, type OrchestratorOptions } from "@tutti/core";
import { createServer, type Server } from "@tutti/server";
import { createClient, type ClientOptions, type TuttiClient } from "../index";

/** A workflow of core actions alone: it waits for the signal `go` when it is told to. */
export const GREETING = {
  name: "Greeting",
  tags: ["test"],
  parameters: [
    { name: "who", type: "string" },
    { name: "patient", type: "boolean", default_value: false },
  ],
  actions: [
    { action_id: "gate", action_type: "wait_for_signal", condition: "patient", config: { signal: "go" } },
    { action_id: "end", action_type: "wait", depends_on: ["gate"], config: { seconds: 0 } },
  ],
  outputs: { text: "Hello {{who}}" },
} as const;

type Storage = NonNullable<OrchestratorOptions["storage"]>;

/** A real server that can be stopped and started again on its port, over a store that stays. */
export class RealServer {
  private parts: { readonly orchestrator: Orchestrator; readonly server: Server } | undefined;
  private port = 0;

  private constructor(private readonly storage: () => Storage) {}

  static async start(storage: () => Storage = () => memory()): Promise<RealServer> {
    const real = new RealServer(storage);
    await real.start();
    started.push(real);
    return real;
  }

  async start(): Promise<void> {
    const orchestrator = await createOrchestrator({ storage: this.storage(), logger: quiet });
    const server = await createServer({ orchestrator, owned: true, logger: false, port: this.port });
    this.port = Number(new URL(await server.listen()).port);
    this.parts = { orchestrator, server };
  }

  async stop(): Promise<void> {
    await this.parts?.server.stop();
    this.parts = undefined;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  client(options: Partial<ClientOptions> = {}): TuttiClient {
    return createClient({ url: this.url, userId: "ada", ...options });
  }
}

const started: RealServer[] = [];

/** Stops all servers: for `afterEach`. */
export async function stopServers(): Promise<void> {
  for (const real of started.splice(0)) await real.stop();
}

const nothing = (): void => undefined;
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quiet };
