/** Variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /^TUTTI_SERVICE_([A-Z\d_]+)_URL$/;

interface RawConfig {
  readonly services?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Adds the services that the environment names to a configuration, before that is checked.
 *
 * `TUTTI_SERVICE_BILLING_URL` is where the service `billing` is; several URLs stand apart by commas. A
 * configured service whose name reads the same in capitals, with `_` for `-` and `.`, keeps its other options
 * and loses its own place; any other name is a new service, in lower case.
 *
 * @example
 * withEnvironment({}, { TUTTI_SERVICE_BILLING_URL: "http://127.0.0.1:7001" });
 * // { services: { billing: { url: "http://127.0.0.1:7001" } } }
 */
export function withEnvironment<T extends RawConfig>(config: T, environment: Environment): T {
  const found = Object.entries(environment).flatMap(([variable, urls]) => {
    const name = VARIABLE.exec(variable)?.[1];
    return name === undefined || urls === undefined || urls.trim() === "" ? [] : [[name, urls] as const];
  });
  if (found.length === 0) return config;
  const services: Record<string, unknown> = { ...config.services };
  for (const [name, urls] of found) {
    const configured = Object.keys(services).find((known) => variableName(known) === name);
    const key = configured ?? name.toLowerCase();
    services[key] = { ...withoutPlace(services[key]), ...placeOf(urls) };
  }
  return { ...config, services };
}

function variableName(service: string): string {
  return service.toUpperCase().replaceAll(/[-.]/g, "_");
}

function placeOf(urls: string): object {
  const [first = "", ...more] = urls.split(",").map((url) => url.trim());
  return more.length === 0 ? { url: first } : { instances: [first, ...more].map((url) => ({ url })) };
}

function withoutPlace(service: unknown): object {
  if (typeof service !== "object" || service === null) return {};
  const rest = Object.entries(service).filter(([name]) => !PLACES.includes(name));
  return Object.fromEntries(rest);
}

/** The options that say where a service is; exactly one of them is given. */
export const PLACES: readonly string[] = ["url", "instances", "dns", "registration"];
