import { type RequestLabel, serviceError } from "../errors";
import { isExpected } from "../response/status";
import type { StatusExpectation } from "../types";
import { type Exchange, exchange, type ExchangeSettings, type RawAnswer } from "./exchange";
import { redirected } from "./redirect";

const MOST_REDIRECTS = 5;

/** What is needed beside a request to follow where it leads. */
export interface SendOptions {
  readonly label: RequestLabel;
  readonly expectStatus: StatusExpectation;
  readonly settings: ExchangeSettings;
}

/**
 * Sends a request and follows redirects within its origin. A redirect that the caller expects is an
 * answer like any other.
 *
 * @throws {ActionError} `SSRF_REFUSED` for a redirect to another origin, `SERVICE_BAD_RESPONSE` for one too many.
 */
export async function send(
  first: Exchange,
  { label, expectStatus, settings }: SendOptions,
): Promise<RawAnswer> {
  let request = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await exchange(request, settings);
    if (isExpected(answer.status, expectStatus)) return answer;
    const next = redirected(request, answer, label);
    if (next === undefined) return answer;
    settings.onRedirect?.();
    request = next;
  }
  throw serviceError(label, {
    code: "SERVICE_BAD_RESPONSE",
    problem: `the answer redirects more than ${MOST_REDIRECTS} times`,
  });
}
