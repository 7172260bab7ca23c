import type { ContractCase } from "./contract";

/** How one case of a contract ended. */
export interface ContractResult {
  readonly group: string;
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not applicable";
  /** Why it failed, or why it does not apply. */
  readonly reason?: unknown;
  /** What to do about a failure, where the case says it. */
  readonly fix?: string;
}

/** Options of {@link runContract}. */
export interface RunContractOptions {
  /** A case that has not ended after so many ms has failed. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Runs the cases of a contract one after the other, without a test runner.
 *
 * @example
 * const results = await runContract(storageContract(subject));
 * const failed = results.filter(({ outcome }) => outcome === "failed");
 */
export async function runContract(
  cases: readonly ContractCase[],
  { timeoutMs = 10_000 }: RunContractOptions = {},
): Promise<ContractResult[]> {
  const results: ContractResult[] = [];
  for (const one of cases) results.push(await resultOf(one, timeoutMs));
  return results;
}

async function resultOf(one: ContractCase, timeoutMs: number): Promise<ContractResult> {
  const { group, name, notApplicable } = one;
  if (notApplicable !== undefined) return { group, name, outcome: "not applicable", reason: notApplicable };
  try {
    await bounded(one, timeoutMs);
    return { group, name, outcome: "passed" };
  } catch (reason) {
    const { fix } = one;
    return { group, name, outcome: "failed", reason, ...(fix === undefined ? {} : { fix }) };
  }
}

/** A storage that never answers must not keep the other cases from running. */
async function bounded(one: ContractCase, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`"${one.name}" has not ended after ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    await Promise.race([one.run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
