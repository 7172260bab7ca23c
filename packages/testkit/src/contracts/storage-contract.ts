import { checkSubject, type ContractCase, type ContractSubject, whyNotApplicable } from "./contract";
import { apiKeys, auditLog } from "./storage/access";
import { eventLog } from "./storage/event-log";
import { consumerGroups } from "./storage/groups";
import { journal } from "./storage/journal";
import { lifetime } from "./storage/lifetime";
import { listing } from "./storage/listing";
import { projections } from "./storage/projections";
import { type StorageCase, StorageSetup } from "./storage/storage-case";
import { triggers } from "./storage/triggers";
import { values } from "./storage/values";
import { workflows } from "./storage/workflows";

/**
 * What a storage must do: keep journals, rows and workflows, exactly and in order.
 *
 * @example
 * describeContract("my storage: the storage contract", storageContract(subject));
 */
export function storageContract(subject: ContractSubject): ContractCase[] {
  checkSubject(subject);
  const groups = [
    ...lifetime,
    ...journal,
    ...values,
    ...projections,
    ...listing,
    ...workflows,
    ...eventLog,
    ...consumerGroups,
    ...triggers,
    ...apiKeys,
    ...auditLog,
  ];
  return groups.flatMap(({ title, cases }) => cases.map((one) => toCase(title, one, subject)));
}

function toCase(group: string, { name, needs, run }: StorageCase, subject: ContractSubject): ContractCase {
  const notApplicable = whyNotApplicable(needs, subject);
  return {
    group,
    name,
    ...(notApplicable === undefined ? {} : { notApplicable }),
    async run() {
      const setup = new StorageSetup(subject);
      try {
        await run(await setup.storage(), setup);
      } finally {
        await setup.dispose();
      }
    },
  };
}
