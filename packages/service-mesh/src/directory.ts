import { ActionError, suggest } from "@tutti/core";
import { Connections } from "./connections";
import { type ServiceErrorCode, serviceErrors, withoutSecrets } from "./errors";
import { emitterFor, type MeshListener } from "./events";
import { isAllowedHost } from "./network/hosts";
import { type CheckedConfig, rawUrlConfig, type ServiceConfig } from "./options";
import type { RecordResolver } from "./registry/dns-source";
import type { ServiceRegistry } from "./registry/service-registry";
import { urlProblem } from "./registry/service-url";
import type { InstanceSource } from "./registry/source";
import { sourceOf } from "./registry/source-of";
import { staticSource } from "./registry/static-source";
import { createService, type Service, type ServiceParts } from "./service";
import { Counters } from "./status/counters";

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

/** What all services of a mesh have together. */
export interface MeshParts extends Pick<ServiceParts, "resolve" | "time" | "random" | "prober"> {
  readonly resolver: RecordResolver;
  readonly registry: ServiceRegistry | undefined;
  readonly onStateChange: MeshListener | undefined;
}

/** Finds services by name, and raw URLs by their host. */
export class ServiceDirectory {
  readonly services: ReadonlyMap<string, Service>;
  /** All raw URLs use these sockets, which are kept apart by host, and these counters: hosts can be many. */
  readonly rawUrls = { connections: new Connections(), counters: new Counters() };

  /** @throws {TuttiError} `INVALID_OPTIONS` for a service that needs a registry, when there is none. */
  constructor(
    private readonly config: CheckedConfig,
    private readonly parts: MeshParts,
  ) {
    // All of them first: nothing begins when one can't be made.
    const sources = Object.entries(config.services).map(
      ([name, service]) => [name, service, sourceOf(name, service, parts)] as const,
    );
    this.services = new Map(
      sources.map(([name, service, source]) => [name, this.create(name, service, source)]),
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

  /** Closes all sockets, and stops following what services there are. */
  close(): void {
    for (const { pool, auth } of this.services.values()) {
      pool.close();
      auth?.close();
    }
    this.rawUrls.connections.destroy();
  }

  private create(name: string, service: ServiceConfig, source: InstanceSource): Service {
    const { identity, downloads } = this.config;
    const config = {
      ...service,
      identity: service.identity ?? identity,
      downloads: service.downloads ?? downloads,
    };
    const { time, onStateChange } = this.parts;
    const emit = emitterFor(name, () => time.now(), onStateChange);
    return createService({ ...this.parts, name, config, source, emit });
  }

  private rawUrl(url: string): Service {
    return createService({
      ...this.parts,
      ...this.rawUrls,
      name: url,
      config: { ...rawUrlConfig(url), downloads: this.config.downloads },
      source: staticSource([{ url, weight: 1 }]),
      emit: () => undefined,
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
