import type { SecretProvider } from "@tutti/core";

/** A provider that knows these secrets, and says which ones it was asked for. */
export function secretsWith(
  values: Record<string, string>,
): SecretProvider & { readonly asked: readonly string[]; readonly values: Record<string, string> } {
  const asked: string[] = [];
  return {
    asked,
    values,
    get: (name) => {
      asked.push(name);
      return values[name];
    },
  };
}
