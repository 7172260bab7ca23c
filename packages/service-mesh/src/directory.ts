import { ActionError, suggest } from "@tutti/core";
import { type ServiceErrorCode, serviceErrors, withoutSecrets } from "./errors";
import type { HostLookup } from "./network/guarded-lookup";
import { isAllowedHost } from "./network/hosts";
import { type CheckedConfig, rawUrlConfig } from "./options";
import { urlProblem } from "./request/service-url";
import { type Channel, createChannel, createService, type Service } from "./service";

/** Why a service can't be called. */
export interface ServiceProblem {
  readonly code: ServiceErrorCode;
  readonly message: string;
}

/**
 * Why a configuration does not reach a service, or undefined when it does: for checks before any
 * request, such as when a workflow is created.
 *
 * @example
 * serviceProblem(config, "anaylsis_service")?.message;
 * // Unknown service "anaylsis_service": did you mean "analysis_service"? Registered: analysis_service.
 */
export function serviceProblem(config: CheckedConfig, service: string): ServiceProblem | undefined {
  if (service.includes("://")) return rawUrlProblem(config, service);
  return Object.hasOwn(config.services, service)
    ? undefined
    : unknownService(Object.keys(config.services), service);
}

/** Finds services by name, and raw URLs by their host. */
export class ServiceDirectory {
  readonly services: ReadonlyMap<string, Service>;
  /** All raw URLs use one channel: its sockets are kept apart by host, and hosts can be many. */
  readonly rawUrls: Channel = createChannel();

  constructor(
    private readonly config: CheckedConfig,
    private readonly resolve: HostLookup,
  ) {
    this.services = new Map(
      Object.entries(config.services).map(([name, service]) => [
        name,
        createService({
          name,
          config: {
            ...service,
            identity: service.identity ?? config.identity,
            downloads: service.downloads ?? config.downloads,
          },
          channel: createChannel(),
          resolve,
        }),
      ]),
    );
  }

  /**
   * @throws {ActionError} `UNKNOWN_SERVICE`, or `SSRF_REFUSED` for a raw URL that nobody allowed.
   */
  find(service: string): Service {
    const problem = serviceProblem(this.config, service);
    if (problem !== undefined) throw problemError(problem, service);
    return this.services.get(service) ?? this.rawUrl(service);
  }

  private rawUrl(url: string): Service {
    return createService({
      name: url,
      config: { ...rawUrlConfig(url), downloads: this.config.downloads },
      channel: this.rawUrls,
      resolve: this.resolve,
    });
  }
}

function problemError({ code, message }: ServiceProblem, service: string): ActionError {
  const retryable = serviceErrors[code].retryable === true;
  return new ActionError({ code, message, retryable, details: { service: withoutSecrets(service) } });
}

function unknownService(registered: readonly string[], service: string): ServiceProblem {
  const suggestion = suggest(service, registered);
  const hint = suggestion === undefined ? "" : `did you mean ${JSON.stringify(suggestion)}? `;
  const names = registered.length === 0 ? "none" : registered.join(", ");
  return {
    code: "UNKNOWN_SERVICE",
    message: `Unknown service "${withoutSecrets(service)}": ${hint}Registered: ${names}.`,
  };
}

function rawUrlProblem(config: CheckedConfig, service: string): ServiceProblem | undefined {
  const shown = `"${withoutSecrets(service)}"`;
  const problem = urlProblem(service);
  if (problem !== undefined)
    return { code: "SSRF_REFUSED", message: `Service ${shown} can't be called: ${problem}.` };
  const url = new URL(service);
  if (isAllowedHost(url, config.allowed_hosts)) return undefined;
  return {
    code: "SSRF_REFUSED",
    message:
      `Service ${shown} is a raw URL, and allowed_hosts does not list ${url.host}: ` +
      "register the service under a name, or list the host.",
  };
}
