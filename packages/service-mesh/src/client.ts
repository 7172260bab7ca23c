import { ActionError, type SecretProvider } from "@tutti/core";
import { sendAuthenticated } from "./auth/authenticator";
import { type ReadSecret, secretsOf } from "./auth/secrets";
import { serviceError } from "./errors";
import type { Instance } from "./instances/instance";
import type { Lifetime } from "./lifetime";
import { limitError, noInstanceError, NOT_SENT, REFUSALS } from "./refusals";
import { type PreparedRequest, prepareRequest } from "./request/prepare";
import { cannotHaveReached } from "./resilience/reached";
import { type FailedCall, isSafeToRepeat } from "./resilience/repeat";
import { responseOf } from "./response/judge";
import { sinkFor } from "./response/sink";
import type { Service } from "./service";
import type { TlsSettings } from "./tls/tls-material";
import type { Deadline } from "./transport/deadline";
import type { ExchangeSettings } from "./transport/exchange";
import { failureOf } from "./transport/failure";
import { send } from "./transport/send";
import type { ServiceClient, ServiceResponse } from "./types";

/** A request with what it has beside itself. */
interface Job {
  readonly request: PreparedRequest;
  readonly deadline: Deadline;
  readonly read: ReadSecret;
  /** True once it goes to an instance; before, it waits. */
  begun: boolean;
}

/**
 * Makes requests to one service over HTTP.
 *
 * The policies go around each other in this order: deadline, rate limit, bulkhead, choice of an instance
 * (and of another one), breaker and passive health of the instance, the exchange with its timeouts.
 */
export class HttpServiceClient implements ServiceClient {
  constructor(
    private readonly service: Service,
    private readonly lifetime: Lifetime,
    private readonly secrets: SecretProvider | undefined,
  ) {}

  async makeRequest(...call: Parameters<ServiceClient["makeRequest"]>): Promise<ServiceResponse> {
    const [method, endpoint, parameters, options = {}] = call;
    options.signal?.throwIfAborted();
    const request = await prepareRequest(this.service, { method, endpoint, parameters, options });
    if (this.lifetime.ended) throw closed(request);
    const deadline = this.lifetime.begin(request.timeoutMs, options.signal);
    const read = secretsOf(options.secrets ?? this.secrets);
    const job: Job = { request, deadline, read, begun: false };
    const { admission, counters } = this.service;
    const start = counters.begin();
    try {
      const response = await admission.run(() => this.onSomeInstance(job), deadline.signal);
      counters.end(start, "succeeded");
      return response;
    } catch (error) {
      const aborted = deadline.cut === "aborted";
      const failure = aborted ? (options.signal?.reason as Error) : this.errorOf(error, job);
      counters.end(start, aborted ? "aborted" : kindOf(failure));
      throw failure;
    } finally {
      this.lifetime.finish(deadline);
    }
  }

  /** Tries one instance, and another one only when the request can't have reached the one before. */
  private async onSomeInstance(job: Job): Promise<ServiceResponse> {
    const { pool, counters } = this.service;
    await pool.ready(job.deadline.signal);
    const tls = await this.service.tls?.settings(job.read, job.request.label);
    const tried = new Set<Instance>();
    let failure: Error | undefined;
    for (let instance = pool.pick(tried); instance !== undefined; instance = pool.pick(tried)) {
      const current = instance;
      if (tried.size > 0) counters.moved += 1;
      try {
        return await current.run(() => this.onInstance(current, job, tls));
      } catch (error) {
        // Another instance has the same credentials.
        if (!wasNotSent(error) || isAuthFailure(error)) throw error;
        failure = error as Error;
        tried.add(current);
      }
    }
    throw failure ?? noInstanceError(this.service, job.request.label);
  }

  private async onInstance(
    instance: Instance,
    job: Job,
    tls: TlsSettings | undefined,
  ): Promise<ServiceResponse> {
    const { request, deadline, read } = job;
    const { label, expectStatus, expectContentType } = request;
    const path = { redirected: false };
    job.begun = true;
    const common = this.settings(instance, deadline, () => (path.redirected = true));
    const settings = { ...common, tls, sink: sinkFor(request) };
    try {
      const addressed = { ...request, url: urlAt(instance.url, request.url, this.service.baseUrl) };
      const answer = await sendAuthenticated(addressed, {
        auth: this.service.auth,
        scope: {
          label,
          read,
          signal: deadline.signal,
          send: (exchange) => send(exchange, { label, expectStatus, settings }),
        },
      });
      return responseOf(answer, { label, expectStatus, expectContentType, maxBytes: settings.maxBytes });
    } catch (error) {
      if (deadline.cut === "aborted") throw error;
      const { method, headers } = request;
      const sent = path.redirected || !(cannotHaveReached(error) || isAuthFailure(error));
      throw described(this.errorOf(error, job), instance, { method, headers, sent });
    }
  }

  private settings(instance: Instance, { signal }: Deadline, onRedirect: () => void): ExchangeSettings {
    const { config } = this.service;
    const { connections, lookup } = instance.parts;
    const response = config.response_timeout_seconds;
    return {
      connections,
      lookup,
      signal,
      onRedirect,
      maxBytes: config.max_response_bytes,
      connectTimeoutMs: config.connect_timeout_seconds * 1000,
      responseTimeoutMs: response === undefined ? undefined : response * 1000,
    };
  }

  // Cutting a request makes the HTTP client fail in one of several ways; why it was cut tells more.
  private errorOf(error: unknown, { request, deadline, begun }: Job): Error {
    if (error instanceof ActionError) return error;
    if (deadline.cut === "timeout") return begun ? tookTooLong(request) : waitedTooLong(request);
    if (deadline.cut === "closed") return closed(request);
    return limitError(error, this.service, request.label) ?? failureOf(error as Error, request.label);
  }
}

// The request was made, and checked, for the service; each instance has a base URL of its own.
function urlAt(instance: URL, url: URL, base: URL): URL {
  if (instance.href === base.href) return url;
  const below = url.pathname.slice(rootOf(base).length);
  return new URL(instance.origin + rootOf(instance) + below + url.search);
}

function rootOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, "");
}

function described(error: Error, { id }: Instance, call: FailedCall): Error {
  if (!(error instanceof ActionError)) return error;
  // Made for this request a moment ago, and seen by nobody yet.
  Object.assign(error.details as object, {
    instance: id,
    sent: call.sent,
    safe_to_repeat: isSafeToRepeat(call, error),
  });
  return error;
}

function wasNotSent(error: unknown): boolean {
  return error instanceof ActionError && (error.details as { readonly sent?: boolean }).sent === false;
}

function isAuthFailure(error: unknown): boolean {
  return error instanceof ActionError && error.code === "SERVICE_AUTH_FAILED";
}

function kindOf(failure: Error): "failed" | "refused" {
  return failure instanceof ActionError && REFUSALS.has(failure.code) ? "refused" : "failed";
}

function tookTooLong({ label, timeoutMs }: PreparedRequest): ActionError {
  return serviceError(label, {
    code: "SERVICE_TIMEOUT",
    problem: `it took too long: no whole answer within ${timeoutMs / 1000} s`,
    details: { phase: "request" },
  });
}

function waitedTooLong({ label, timeoutMs }: PreparedRequest): ActionError {
  return serviceError(label, {
    code: "SERVICE_TIMEOUT",
    problem: `it took too long: it was not sent within ${timeoutMs / 1000} s, as it waited for its turn`,
    details: { phase: "queue", ...NOT_SENT },
  });
}

function closed({ label }: PreparedRequest): ActionError {
  return serviceError(label, {
    code: "MESH_CLOSED",
    problem: "the service mesh is closed, as its orchestrator stopped",
  });
}
