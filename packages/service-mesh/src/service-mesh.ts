import type { SecretProvider } from "@tutti/core";
import { HttpServiceClient } from "./client";
import { ServiceDirectory } from "./directory";
import { Lifetime } from "./lifetime";
import { systemLookup } from "./network/guarded-lookup";
import { checkConfig, type ServiceMeshOptions } from "./options";
import { type Service, trafficOf } from "./service";
import type { ServiceClient, ServiceMesh, ServiceMeshStatus, ServiceStatus } from "./types";

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
  const { lookup = systemLookup, secrets, ...config } = options;
  return new HttpServiceMesh(new ServiceDirectory(checkConfig(config), lookup), secrets);
}

class HttpServiceMesh implements ServiceMesh {
  private readonly lifetime = new Lifetime();

  constructor(
    private readonly directory: ServiceDirectory,
    private readonly secrets: SecretProvider | undefined,
  ) {}

  getClient(service: string): ServiceClient {
    return new HttpServiceClient(this.directory.find(service), this.lifetime, this.secrets);
  }

  status(): ServiceMeshStatus {
    const services = [...this.directory.services.values()].map(statusOf);
    return { services, raw_urls: trafficOf(this.directory.rawUrls) };
  }

  close(): Promise<void> {
    this.lifetime.end();
    const channels = [...this.directory.services.values()].map(({ channel }) => channel);
    for (const { connections } of [...channels, this.directory.rawUrls]) connections.destroy();
    return Promise.resolve();
  }
}

function statusOf({ name, config, channel }: Service): ServiceStatus {
  const { requests, connections } = trafficOf(channel);
  return { name, url: config.url, requests, connections };
}
