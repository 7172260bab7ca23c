/** One place where a service can be reached. */
export interface InstanceSpec {
  /** Unique within its service; for status and events. */
  readonly id: string;
  /** Base URL. */
  readonly url: URL;
  readonly weight: number;
  /** The only address that the URL's host may lead to; undefined asks the DNS with each connection. */
  readonly address?: string | undefined;
  /** True when the operator wrote it into the configuration; what came over the network is looked at twice. */
  readonly trusted: boolean;
}

/** What a source tells its service. */
export interface SourceListener {
  /** All instances that there are now. */
  update(instances: readonly InstanceSpec[]): void;
  /** The instances can't be found out at the moment; those known stay. */
  fail(error: Error): void;
  /** Why an instance would not be taken, or undefined. */
  problemOf(instance: InstanceSpec): string | undefined;
}

/**
 * Where the instances of a service come from: the one interface of all registries.
 *
 * - Called when: a mesh is made (`start`) and closed (what `start` gave).
 * - Must: tell the listener all instances, each time they change; keep no process alive.
 */
export interface InstanceSource {
  readonly kind: "static" | "dns" | "registration";
  /** The base URL before any instance is known: for building requests and for messages. */
  readonly nominalUrl: URL;
  /** Begins to tell; gives back what ends it. */
  start(listener: SourceListener): () => void;
}
