import { type SecretProvider, TuttiError } from "@tutti/core";
import { z } from "zod";
import { authOptions } from "./auth/options";
import type { MeshListener } from "./events";
import { healthCheck, passiveHealth } from "./health/options";
import type { HostLookup } from "./network/guarded-lookup";
import { addressOptions } from "./network/options";
import { parseAllowedHost } from "./network/hosts";
import type { RecordResolver } from "./registry/dns-source";
import { type Environment, PLACES } from "./registry/environment";
import { configuredInstance, dnsDiscovery } from "./registry/options";
import type { ServiceRegistry } from "./registry/service-registry";
import { serviceUrl } from "./registry/service-url";
import { headerProblem } from "./request/headers";
import { bulkhead, circuitBreaker, rateLimit } from "./resilience/options";
import { downloadsOptions } from "./response/downloads";
import { seconds } from "./seconds";
import type { MeshTime } from "./time";
import { tlsOptions } from "./tls/options";

/**
 * Headers as a configuration gives them: numbers and booleans are sent as text, and what can't be sent
 * is a problem at once.
 *
 * @example
 * const config = z.strictObject({ headers: headerValues.default({}) });
 */
export const headerValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .superRefine((headers, context) => {
    for (const [name, value] of Object.entries(headers)) {
      const problem = headerProblem(name, value);
      if (problem !== undefined) context.addIssue({ code: "custom", path: [name], message: problem });
    }
  });

const identity = z
  .strictObject({
    name: z.string().min(1).describe("Who calls."),
    header: z.string().default("x-service-identity").describe("The header that says it."),
  })
  .superRefine(({ name, header }, context) => {
    const problem = headerProblem(header, name);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

/** One registered service. */
const serviceConfig = z.strictObject({
  url: serviceUrl.optional().describe("The base URL. Endpoints are paths below it."),
  instances: z.array(configuredInstance).min(1).optional().describe("Several base URLs, in place of one."),
  dns: dnsDiscovery.optional().describe("Finds the instances in the DNS."),
  registration: z
    .literal(true)
    .optional()
    .describe("The instances announce themselves at the mesh's registry."),
  timeout_seconds: seconds
    .default(30)
    .describe("For a whole request, from the DNS question to the last byte."),
  connect_timeout_seconds: seconds
    .default(5)
    .describe("For each of: the DNS answer, the connection, the TLS handshake."),
  response_timeout_seconds: seconds
    .optional()
    .describe("From the end of the request to the answer's headers. Default: only timeout_seconds counts."),
  headers: headerValues.default({}).describe("Sent with every request."),
  max_response_bytes: z.int().positive().default(1_048_576).describe("The largest body taken, decompressed."),
  ...addressOptions,
  auth: authOptions.optional().describe("How requests are authenticated."),
  tls: tlsOptions.optional().describe("How connections are secured."),
  identity: identity.optional().describe("Tells the service who calls. Default: the mesh's."),
  downloads: downloadsOptions.optional().describe("Where its answers can be saved. Default: the mesh's."),
  balancing: z
    .enum(["round_robin", "least_pending"])
    .default("round_robin")
    .describe("Who gets the next request: one after the other, or the less busy of two drawn ones."),
  passive_health: z
    .union([passiveHealth, z.literal(false)])
    .prefault({})
    .describe("Leaves out an instance whose requests fail; false never does."),
  health_check: healthCheck.optional().describe("Asks the instances whether they are well."),
  circuit_breaker: z
    .union([circuitBreaker, z.literal(false)])
    .prefault({})
    .describe("Keeps requests from an instance that fails too often; false never does."),
  bulkhead: bulkhead.optional().describe("How many requests go at the same time."),
  rate_limit: rateLimit.optional().describe("How many requests go in a time."),
  max_connections: z.int().positive().optional().describe("Sockets to each instance, at most."),
  keep_alive_seconds: seconds.default(15).describe("How long an unused socket is kept."),
});

/** Exactly one option says where a service is. */
function placeProblem(
  service: Readonly<Record<string, unknown>>,
): { field: string; message: string } | undefined {
  const [first, second] = PLACES.filter((place) => service[place] !== undefined);
  if (first === undefined)
    return { field: "url", message: `one of ${PLACES.join(", ")} has to say where it is` };
  if (second === undefined) return undefined;
  return { field: second, message: `${first} says where it is already: give one of ${PLACES.join(", ")}` };
}

const placedService = serviceConfig.superRefine((service, context) => {
  const problem = placeProblem(service);
  if (problem !== undefined)
    context.addIssue({ code: "custom", path: [problem.field], message: problem.message });
});

const allowedHost = z.string().superRefine((entry, context) => {
  if (parseAllowedHost(entry) !== undefined) return;
  context.addIssue({
    code: "custom",
    message: `${JSON.stringify(entry)} is not a host: write "api.example.com", "*.example.com" or "host:port"`,
  });
});

const SERVICE_NAME = /^[A-Za-z0-9][\w.-]*$/;

const services = z.record(z.string(), placedService).superRefine((byName, context) => {
  for (const name of Object.keys(byName)) {
    if (SERVICE_NAME.test(name)) continue;
    context.addIssue({
      code: "custom",
      path: [name],
      message: "a service's name is made of letters, digits, _, - and .",
    });
  }
});

/**
 * The part of the options that a configuration file can hold: for plugins that build a mesh from
 * their own options.
 *
 * @example
 * const options = serviceMeshConfig.extend({ verbose: z.boolean().default(false) });
 */
export const serviceMeshConfig = z.strictObject({
  services: services.default({}).describe("The services by name."),
  allowed_hosts: z
    .array(allowedHost)
    .default([])
    .describe("Hosts that may be called by a raw URL: `api.example.com`, `*.example.com`, `host:port`."),
  identity: identity.optional().describe("Tells every registered service who calls."),
  downloads: downloadsOptions.optional().describe("Where answers can be saved."),
});

/** A service's configuration with its defaults. */
export type ServiceConfig = z.output<typeof serviceConfig>;

/** The configuration of a mesh, as a user writes it. */
export type ServiceMeshConfig = z.input<typeof serviceMeshConfig>;

/** The configuration of a mesh, checked and with its defaults. */
export type CheckedConfig = z.output<typeof serviceMeshConfig>;

/** The options of `createServiceMesh`. */
export interface ServiceMeshOptions extends ServiceMeshConfig {
  /** Finds the addresses of host names. Default: the system's resolver. What it answers is checked all the same. */
  readonly lookup?: HostLookup | undefined;
  /** Knows the secrets that `auth` refers to, for requests that bring no secrets of their own. */
  readonly secrets?: SecretProvider | undefined;
  /** Finds the records of services with `dns`. Default: the system's resolver. */
  readonly resolver?: RecordResolver | undefined;
  /** Where the instances of services with `registration` announce themselves. */
  readonly registry?: ServiceRegistry | undefined;
  /** Variables `TUTTI_SERVICE_<NAME>_URL` in it say where services are. Default: `process.env`. */
  readonly environment?: Environment | undefined;
  /** Gets every change of state: instances, breakers, discovery. */
  readonly onStateChange?: MeshListener | undefined;
  /** From 0 to below 1, for balancing. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Default: real time. */
  readonly time?: MeshTime | undefined;
}

/** What a raw URL has in place of a registered service's configuration. */
export function rawUrlConfig(url: string): ServiceConfig {
  return serviceConfig.parse({ url, passive_health: false, circuit_breaker: false });
}

/**
 * Checks the configuration and fills in the defaults.
 *
 * @throws {TuttiError} `INVALID_OPTIONS` with every problem and its place.
 */
export function checkConfig(config: ServiceMeshConfig): CheckedConfig {
  const parsed = serviceMeshConfig.safeParse(config);
  if (parsed.success) return parsed.data;
  throw TuttiError.of("INVALID_OPTIONS", {
    where: "createServiceMesh",
    problem: parsed.error.issues
      .map((issue) => `${issue.path.join(".") || "options"}: ${issue.message}`)
      .join("; "),
    fix: "Correct the options given to createServiceMesh().",
  });
}
