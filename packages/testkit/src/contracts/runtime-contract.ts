import { checkSubject, type ContractCase, type ContractSubject, whyNotApplicable } from "./contract";
import { groups } from "./runtime/groups";
import type { Scenario } from "./runtime/scenario";
import { RuntimeSetup } from "./runtime/setup";

/**
 * What an orchestrator must do on this kind of storage: every semantic of workflow definitions, and what
 * a restart goes on with.
 *
 * @example
 * describeContract("my storage: the runtime contract", runtimeContract(subject));
 */
export function runtimeContract(subject: ContractSubject): ContractCase[] {
  checkSubject(subject);
  return groups.flatMap(({ title, scenarios }) =>
    scenarios.map((scenario) => toCase(title, scenario, subject)),
  );
}

function toCase(group: string, { name, needs, run }: Scenario, subject: ContractSubject): ContractCase {
  const notApplicable = whyNotApplicable(needs, subject);
  return {
    group,
    name,
    ...(notApplicable === undefined ? {} : { notApplicable }),
    async run() {
      const setup = new RuntimeSetup(subject);
      try {
        await run(setup);
      } finally {
        await setup.dispose();
      }
    },
  };
}
