import { TuttiError } from "@tutti/core";
import type { ServiceConfig } from "../options";
import { dnsSource, type DnsSourceParts } from "./dns-source";
import type { ServiceRegistry } from "./service-registry";
import type { InstanceSource } from "./source";
import { type ConfiguredInstance, staticSource } from "./static-source";

/** What sources need from outside. */
export interface SourceParts extends Pick<DnsSourceParts, "resolver" | "time"> {
  readonly registry: ServiceRegistry | undefined;
}

/**
 * Where the instances of a service come from, by its configuration.
 *
 * @throws {TuttiError} `INVALID_OPTIONS` when it needs a registry and there is none.
 */
export function sourceOf(name: string, config: ServiceConfig, parts: SourceParts): InstanceSource {
  if (config.dns !== undefined) return dnsSource({ ...parts, config: config.dns });
  const [first, ...more] = listed(config);
  if (first !== undefined) return staticSource([first, ...more]);
  if (parts.registry !== undefined) return parts.registry.source(name);
  throw TuttiError.of("INVALID_OPTIONS", {
    where: "createServiceMesh",
    problem: `services.${name}.registration: there is no registry where instances could announce themselves`,
    fix: "Give one: createServiceMesh({ registry: new ServiceRegistry(), … }), or say with url, instances or dns where the service is.",
  });
}

function listed({ url, instances = [] }: ServiceConfig): readonly ConfiguredInstance[] {
  return url === undefined ? instances : [{ url, weight: 1 }];
}
