import { type Scope, scopes } from "./principal";

/** What each role may do. Each has all that the one before it has. */
export const roles = {
  viewer: ["read"],
  operator: ["read", "run"],
  author: ["read", "run", "write"],
  admin: scopes,
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

/** One of {@link roles}. */
export type Role = keyof typeof roles;

/** The scopes of some roles together; names that are no roles give nothing. */
export function scopesOf(names: Iterable<string>): ReadonlySet<Scope> {
  const given = new Set<Scope>();
  for (const name of names) if (isRole(name)) for (const scope of roles[name]) given.add(scope);
  return given;
}

/** Is it a role's name? */
export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

/** The scopes among some texts. */
export function onlyScopes(texts: readonly string[]): ReadonlySet<Scope> {
  return new Set(scopes.filter((scope) => texts.includes(scope)));
}
