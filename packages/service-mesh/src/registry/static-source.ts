import type { InstanceSource, InstanceSpec } from "./source";

/** An instance as the configuration has it. */
export interface ConfiguredInstance {
  readonly url: string;
  readonly weight: number;
}

/** The instances that the configuration lists, which never change. */
export function staticSource(listed: readonly [ConfiguredInstance, ...ConfiguredInstance[]]): InstanceSource {
  const instances = listed.map(
    ({ url, weight }): InstanceSpec => ({ id: url, url: new URL(url), weight, trusted: true }),
  );
  return {
    kind: "static",
    nominalUrl: new URL(listed[0].url),
    start(listener) {
      listener.update(instances);
      return () => undefined;
    },
  };
}
