import { type Project, projectOf } from "../access/target";
import { INTERRUPTED, type Io } from "../io";
import { EXIT } from "../report";
import { InOrder } from "../run/in-order";
import type { OwnSession } from "../run/owner";
import { openOwned } from "../serve/session";
import { type Line, span } from "../terminal/style";
import { restWatch } from "../worker/idle";
import { WorkerLog } from "../worker/log";
import { type Look, lookOf, type StoreOptions } from "./shared";

/** Options of `tutti worker`. */
export interface WorkerOptions extends StoreOptions {
  readonly untilIdle?: boolean;
  readonly quiet?: boolean;
}

interface Working {
  readonly options: WorkerOptions;
  readonly io: Io;
  readonly look: Look;
}

/** Owns a store, goes on with everything in it and takes requests, until Ctrl-C or until there is nothing to do. */
export async function worker(options: WorkerOptions, io: Io): Promise<number> {
  const project = await projectOf("worker", options, io);
  const working: Working = { options, io, look: lookOf(io, options) };
  const session = await openOwned(project, io);
  try {
    say(working, startText(project, session));
    await untilOver(session, working);
    return EXIT.ok;
  } finally {
    await session.stop();
  }
}

function startText({ file }: Project, { unfinished }: OwnSession): string {
  return `Working on ${file.path}: ${unfinished} unfinished execution${unfinished === 1 ? "" : "s"}.`;
}

/** Says something that is no event. */
function say({ io, look, options }: Working, text: string): void {
  if (options.quiet !== true) io.stderr.write(`${look.err([span(text, "dim")])}\n`);
}

/** Shows what happens; `onShown` is called behind each event. */
function show(session: OwnSession, { io, look, options }: Working, onShown: () => void): void {
  const { access, orchestrator, voice } = session;
  const isQuiet = options.quiet === true;
  const inOrder = new InOrder(orchestrator.events);
  const write = (line: Line): void => void io.stdout.write(`${look.out(line)}\n`);
  const log = new WorkerLog(access, look.symbols, write);
  const isJson = options.json === true;
  voice.speakTo({
    onLog: (record) => {
      if (!isJson && (!isQuiet || record.level !== "info")) inOrder.add(() => log.onLog(record));
    },
    // Beside the documents of --json nothing may stand on standard output.
    print: (text) => inOrder.add(() => void (isJson ? io.stderr : io.stdout).write(text)),
  });
  orchestrator.events.subscribe({}, async (event) => {
    if (inOrder.take(event)) return;
    if (isJson) io.stdout.write(`${JSON.stringify(event)}\n`);
    else if (!isQuiet) await log.onEvent(event);
    onShown();
  });
}

function untilOver(session: OwnSession, working: Working): Promise<void> {
  return new Promise((resolve) => {
    let interrupts = 0;
    working.io.onInterrupt(() => {
      interrupts += 1;
      if (interrupts > 1) return working.io.exit(INTERRUPTED);
      say(working, "Stopping when the actions that run have ended; Ctrl-C again to quit at once.");
      resolve();
    });
    const isPatient = working.options.untilIdle !== true;
    const rest = restWatch({ storage: session.storage, reading: session.access }, resolve);
    show(session, working, isPatient ? () => undefined : rest.look);
    if (!isPatient) rest.look();
  });
}
