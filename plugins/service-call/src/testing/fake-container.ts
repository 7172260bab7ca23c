import type { PluginContainer, Provider, Resolver, Token } from "@tutti/core";

/** A container with just what a plugin may rely on: the newest provider counts, factories run once. */
export class FakeContainer implements PluginContainer {
  private readonly made = new Map<symbol, unknown[]>();
  private readonly providers = new Map<symbol, ((resolver: Resolver) => unknown)[]>();

  register<T>(key: Token<T>, provider: Provider<T>): void {
    this.providers.set(key, [...(this.providers.get(key) ?? []), factoryOf(provider)]);
  }

  override<T>(key: Token<T>, provider: Provider<T>): void {
    this.providers.set(key, [factoryOf(provider)]);
  }

  resolve<T>(key: Token<T>): T {
    return this.resolveAll(key).at(-1)!;
  }

  resolveAll<T>(key: Token<T>): readonly T[] {
    const made = this.made.get(key) ?? (this.providers.get(key) ?? []).map((make) => make(this));
    this.made.set(key, made);
    return made as T[];
  }
}

function factoryOf<T>(provider: Provider<T>): (resolver: Resolver) => unknown {
  if ("useFactory" in provider) return provider.useFactory;
  if ("useValue" in provider) return () => provider.useValue;
  throw new Error("no classes here");
}
