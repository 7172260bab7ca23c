import type { Issue, Refused } from "@tutti/core";
import { coreStatus } from "./core-statuses";

/** What a use case of the core refused, on its way to the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly Issue[];

  /** `status`: what to answer with, where the first error's code does not say it. */
  constructor({ errors, message }: Refused, status?: number) {
    super(message);
    this.name = "Refusal";
    this.errors = errors;
    this.status = status ?? coreStatus(errors[0]?.code ?? "");
  }
}
