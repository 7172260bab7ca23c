import { type Command, Option } from "commander";
import type { Ask } from "../access/access";
import type { AskOptions, SignalOptions } from "../commands/ask";
import type { ServeOptions } from "../commands/serve";
import type { StartOptions } from "../commands/start";
import type { WorkerOptions } from "../commands/worker";
import { commands } from "../lazy";
import { addShared, addStored, type ProgramHost, withExamples, withParameters } from "./shared";

const ID = "an id, the beginning of one (4 characters or more), or last";

/** `tutti start` */
export function addStart(program: Command, { exit, io, print }: ProgramHost): void {
  const command = withParameters(
    addShared(
      program,
      "start <workflow>",
      "Start a workflow (a file, or the id or name of a stored one), print the execution's id, and do not wait.",
    ),
  )
    .option("-u, --user <name>", "who starts the execution (default: the system's user)")
    .option("--idempotency-key <key>", "a second start with this key gives the execution of the first");
  withExamples(
    command,
    "tutti start review.yaml --params parameters.json",
    "tutti start Review --idempotency-key order-4711",
  ).action(async (workflow: string) => {
    const options = command.optsWithGlobals<StartOptions>();
    exit(print(await commands.start().start(workflow, options, io)));
  });
}

/** `tutti worker` */
export function addWorker(program: Command, { exit, io }: ProgramHost): void {
  const command = addStored(
    program,
    "worker",
    "Go on with every unfinished execution and take requests, until Ctrl-C.",
  )
    .option("--until-idle", "end when no execution is at work or waits for a time")
    .option("-q, --quiet", "print warnings and errors only");
  withExamples(command, "tutti worker", "tutti worker --until-idle").action(async () => {
    exit(await commands.worker().worker(command.optsWithGlobals<WorkerOptions>(), io));
  });
}

/** `tutti serve` */
export function addServe(program: Command, { exit, io }: ProgramHost): void {
  const command = addStored(
    program,
    "serve",
    "Serve workflows and executions over HTTP, and go on with every unfinished execution, until Ctrl-C.",
  )
    .option("--port <port>", "where to listen; 0 takes any free port (default: 5080)")
    .option("--host <host>", "the address to listen at (default: 127.0.0.1)")
    .addOption(new Option("--memory", "store nothing: the same as --storage memory").conflicts("storage"))
    .option("--workflows <folder>", "store the workflow files of this folder first, each under its name")
    .option("-u, --user <name>", "who stores them (default: the system's user)")
    .option("-q, --quiet", "print no access log, and only warnings and errors of actions");
  withExamples(
    command,
    "tutti serve --port 8080 --storage data/tutti.db",
    "tutti serve --memory --workflows workflows",
  ).action(async () => {
    exit(await commands.serve().serve(command.optsWithGlobals<ServeOptions>(), io));
  });
}

/** `tutti cancel`, `pause`, `resume`, `retry` and `rerun` */
export function addAsks(program: Command, host: ProgramHost): void {
  addCancel(program, host);
  addAsk(program, host, ["pause", "Let running actions end and start no more, until it is resumed."]);
  addAsk(program, host, ["resume", "Go on with a paused execution."]);
  addAsk(program, host, ["retry", "Go on with a failed or cancelled execution; what completed is kept."]);
  addAsk(program, host, ["rerun", "Start a new execution with the parameters of another one."]);
}

function asking(program: Command, name: string, description: string): Command {
  return addShared(program, name, description)
    .argument("<id>", ID)
    .option("-u, --user <name>", "who asks for it (default: the system's user)");
}

type Plain = Extract<Ask, { readonly kind: "pause" | "resume" | "retry" | "rerun" }>["kind"];

function addAsk(
  program: Command,
  { exit, io, print }: ProgramHost,
  [kind, description]: readonly [kind: Plain, description: string],
): void {
  const command = asking(program, kind, description);
  withExamples(command, `tutti ${kind} last`).action(async (id: string) => {
    const options = command.optsWithGlobals<AskOptions>();
    exit(print(await commands.ask().ask(id, { kind }, { io, options })));
  });
}

function addCancel(program: Command, { exit, io, print }: ProgramHost): void {
  const about = "Cancel an execution: what runs is stopped, what completed is compensated, on_failure runs.";
  const command = asking(program, "cancel", about).option("--reason <text>", "kept with the execution");
  withExamples(command, 'tutti cancel last --reason "wrong customer"').action(async (id: string) => {
    const options = command.optsWithGlobals<AskOptions & { readonly reason?: string }>();
    const { reason } = options;
    exit(print(await commands.ask().ask(id, { kind: "cancel", reason }, { io, options })));
  });
}

/** `tutti signal` */
export function addSignal(program: Command, { exit, io, print }: ProgramHost): void {
  const about = "Send an execution a signal; one that nothing waits for yet is kept.";
  const command = addShared(program, "signal", about)
    .argument("<id>", ID)
    .argument("<name>", "the signal's name")
    .option("--payload <json>", "what it carries, as JSON")
    .option("--payload-file <file>", "the same from a JSON or YAML file; - reads standard input")
    .option("-u, --user <name>", "who sends it (default: the system's user)");
  withExamples(command, `tutti signal last approved --payload '{"by":"Ada"}'`).action(
    async (id: string, name: string) => {
      const options = command.optsWithGlobals<SignalOptions>();
      exit(print(await commands.ask().signal(id, name, { io, options })));
    },
  );
}
