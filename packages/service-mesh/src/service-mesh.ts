import type { SecretProvider } from "@tutti/core";
import { secretsOf } from "./auth/secrets";
import { HttpServiceClient } from "./client";
import { ServiceDirectory } from "./directory";
import { Lifetime } from "./lifetime";
import { httpProber } from "./instances/probe";
import { systemLookup } from "./network/guarded-lookup";
import { checkConfig, type ServiceMeshOptions } from "./options";
import { systemResolver } from "./registry/dns-source";
import { withEnvironment } from "./registry/environment";
import { statusOf } from "./status/service-status";
import { systemTime } from "./time";
import type { ServiceClient, ServiceMesh, ServiceMeshStatus } from "./types";

/**
 * Makes a mesh over HTTP from a list of services.
 *
 * A host name leads to public addresses only, unless its service sets `allow_private`. A URL with an
 * address or `localhost` in it is taken as it is: whoever wrote it has configured that address.
 *
 * @throws {TuttiError} `INVALID_OPTIONS`.
 * @example
 * const mesh = createServiceMesh({ services: { analysis_service: { url: "http://127.0.0.1:7001" } } });
 * const { response } = await mesh.getClient("analysis_service").makeRequest("POST", "/analyze", { url });
 */
export function createServiceMesh(options: ServiceMeshOptions = {}): ServiceMesh {
  const {
    lookup = systemLookup,
    resolver = systemResolver,
    environment = process.env,
    registry,
    onStateChange,
    random = Math.random,
    time = systemTime,
    secrets,
    ...config
  } = options;
  const lifetime = new Lifetime();
  const directory = new ServiceDirectory(checkConfig(withEnvironment(config, environment)), {
    resolve: lookup,
    resolver,
    registry,
    onStateChange,
    random,
    time,
    prober: httpProber(lifetime, secretsOf(secrets)),
  });
  return new HttpServiceMesh(directory, lifetime, secrets);
}

class HttpServiceMesh implements ServiceMesh {
  constructor(
    private readonly directory: ServiceDirectory,
    private readonly lifetime: Lifetime,
    private readonly secrets: SecretProvider | undefined,
  ) {}

  getClient(service: string): ServiceClient {
    return new HttpServiceClient(this.directory.find(service), this.lifetime, this.secrets);
  }

  status(): ServiceMeshStatus {
    const { connections, counters } = this.directory.rawUrls;
    return {
      services: [...this.directory.services.values()].map(statusOf),
      raw_urls: { requests: counters.counts(), connections: connections.counts() },
    };
  }

  close(): Promise<void> {
    this.lifetime.end();
    this.directory.close();
    return Promise.resolve();
  }
}
