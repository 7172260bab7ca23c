import type { Command } from "../run";
import { performChild } from "./perform-child";
import { performCompensation } from "./perform-compensation";
import { performDelivery } from "./perform-delivery";
import { performFinish } from "./perform-finish";
import { performListen } from "./perform-listen";
import { performPrepare } from "./perform-prepare";
import { performAbort, performRun } from "./perform-unit";
import type { RunContext } from "./run-context";

type Performers = {
  readonly [Kind in Command["kind"]]: (
    run: RunContext,
    command: Extract<Command, { readonly kind: Kind }>,
  ) => void;
};

const performers: Performers = {
  record: (run, { event }) => run.record(event),
  admit: (run) => run.host.admit(run),
  prepare: (run, { action }) => performPrepare(run, action),
  run: (run, { at, attempt }) => performRun(run, at, attempt),
  abort: (run, { at }) => performAbort(run, at),
  timer: (run, { time, timer }) => run.timers.set(time, timer),
  child: (run, { at }) => performChild(run, at),
  listen: (run, { at }) => performListen(run, at),
  deliver: performDelivery,
  compensate: (run, { at, attempt }) => performCompensation(run, at, attempt),
  finish: performFinish,
};

/** Performs a command. One that is performed twice, or no longer fits the state, does nothing. */
export function perform(run: RunContext, command: Command): void {
  (performers[command.kind] as (run: RunContext, command: Command) => void)(run, command);
}
