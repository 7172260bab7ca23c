import type { Token } from "./token";

/** Reads from the container. */
export interface Resolver {
  /** What was registered last for the token. Throws `UNRESOLVED_TOKEN` when nothing was. */
  resolve<T>(key: Token<T>): T;
  /** Everything registered for the token, in order; empty when nothing was. */
  resolveAll<T>(key: Token<T>): readonly T[];
}

/** How a token gets its value. A factory and a class are called once, when first needed. */
export type Provider<T> =
  | { readonly useValue: T }
  | { readonly useFactory: (resolver: Resolver) => T }
  | { readonly useClass: new (...args: never[]) => T };

/**
 * The container a plugin registers into. Each orchestrator has its own.
 *
 * Registering a token again adds: `resolve` gives the newest, `resolveAll` gives all.
 */
export interface PluginContainer extends Resolver {
  register<T>(key: Token<T>, provider: Provider<T>): void;
  /** Takes away what was registered for the token and registers this instead: for tests. */
  override<T>(key: Token<T>, provider: Provider<T>): void;
}
