import type { Command } from "../run";
import { performChild } from "./perform-child";
import { performCompensation } from "./perform-compensation";
import { performDelivery } from "./perform-delivery";
import { performFinish } from "./perform-finish";
import { performPrepare } from "./perform-prepare";
import { performAbort, performRun } from "./perform-unit";
import type { RunContext } from "./run-context";

/** Performs a command. One that is performed twice, or no longer fits the state, does nothing. */
export function perform(run: RunContext, command: Command): void {
  switch (command.kind) {
    case "record":
      run.record(command.event);
      return;
    case "admit":
      run.host.admit(run);
      return;
    case "prepare":
      performPrepare(run, command.action);
      return;
    case "run":
      performRun(run, command.at, command.attempt);
      return;
    case "abort":
      performAbort(run, command.at);
      return;
    case "timer":
      run.timers.set(command.time, command.timer);
      return;
    case "child":
      performChild(run, command.at);
      return;
    case "deliver":
      performDelivery(run, command);
      return;
    case "compensate":
      performCompensation(run, command.at, command.attempt);
      return;
    case "finish":
      performFinish(run);
  }
}
