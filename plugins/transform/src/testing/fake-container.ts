import type { PluginContainer, Provider, Token } from "@tutti/core";

/** A container of values only: as much as this plugin needs of one. */
export function fakeContainer(): PluginContainer {
  const values = new Map<symbol, unknown[]>();
  const all = (key: symbol): unknown[] => values.get(key) ?? [];
  return {
    register: (key, provider) => void values.set(key, [...all(key), valueOf(provider)]),
    override: (key, provider) => void values.set(key, [valueOf(provider)]),
    resolve: <T>(key: Token<T>) => all(key).at(-1) as T,
    resolveAll: <T>(key: Token<T>) => all(key) as T[],
  };
}

function valueOf(provider: Provider<unknown>): unknown {
  return "useValue" in provider ? provider.useValue : undefined;
}
