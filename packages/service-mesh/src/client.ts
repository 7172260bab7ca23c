import { ActionError, type SecretProvider } from "@tutti/core";
import { sendAuthenticated } from "./auth/authenticator";
import { secretsOf } from "./auth/secrets";
import { serviceError } from "./errors";
import type { Lifetime } from "./lifetime";
import { type PreparedRequest, prepareRequest } from "./request/prepare";
import { responseOf } from "./response/judge";
import { sinkFor } from "./response/sink";
import type { Service } from "./service";
import type { Deadline } from "./transport/deadline";
import type { ExchangeSettings } from "./transport/exchange";
import { failureOf } from "./transport/failure";
import { send } from "./transport/send";
import type { ServiceClient, ServiceResponse } from "./types";

/** Makes requests to one service over HTTP. */
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
    const { requests } = this.service.channel;
    requests.total += 1;
    requests.in_flight += 1;
    try {
      return await this.perform(request, deadline, options.secrets ?? this.secrets);
    } catch (error) {
      if (deadline.cut === "aborted") options.signal?.throwIfAborted();
      requests.failed += 1;
      throw errorOf(error, request, deadline);
    } finally {
      requests.in_flight -= 1;
      this.lifetime.finish(deadline);
    }
  }

  private async perform(
    request: PreparedRequest,
    deadline: Deadline,
    secrets: SecretProvider | undefined,
  ): Promise<ServiceResponse> {
    const { label, expectStatus, expectContentType } = request;
    const read = secretsOf(secrets);
    const tls = await this.service.tls?.settings(read, label);
    const settings = { ...this.settings(deadline), tls, sink: sinkFor(request) };
    const answer = await sendAuthenticated(request, {
      auth: this.service.auth,
      scope: {
        label,
        read,
        signal: deadline.signal,
        send: (exchange) => send(exchange, { label, expectStatus, settings }),
      },
    });
    return responseOf(answer, { label, expectStatus, expectContentType, maxBytes: settings.maxBytes });
  }

  private settings({ signal }: Deadline): ExchangeSettings {
    const { channel, config, lookup } = this.service;
    const response = config.response_timeout_seconds;
    return {
      connections: channel.connections,
      lookup,
      signal,
      maxBytes: config.max_response_bytes,
      connectTimeoutMs: config.connect_timeout_seconds * 1000,
      responseTimeoutMs: response === undefined ? undefined : response * 1000,
    };
  }
}

// Cutting a request makes the HTTP client fail in one of several ways; why it was cut tells more.
function errorOf(error: unknown, request: PreparedRequest, { cut }: Deadline): Error {
  if (error instanceof ActionError) return error;
  if (cut === "timeout") return tookTooLong(request);
  return cut === "closed" ? closed(request) : failureOf(error as Error, request.label);
}

function tookTooLong({ label, timeoutMs }: PreparedRequest): ActionError {
  return serviceError(label, {
    code: "SERVICE_TIMEOUT",
    problem: `it took too long: no whole answer within ${timeoutMs / 1000} s`,
    details: { phase: "request" },
  });
}

function closed({ label }: PreparedRequest): ActionError {
  return serviceError(label, {
    code: "MESH_CLOSED",
    problem: "the service mesh is closed, as its orchestrator stopped",
  });
}
