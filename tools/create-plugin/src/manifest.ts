/** What a `manifest.json` of a template holds: a part of a package.json. */
export type ManifestPart = { readonly [key: string]: unknown };

/** The order in which people expect them; what is not here comes at the end. */
const KEYS = [
  "name",
  "version",
  "description",
  "license",
  "author",
  "homepage",
  "bugs",
  "repository",
  "keywords",
  "type",
  "main",
  "types",
  "exports",
  "files",
  "engines",
  "sideEffects",
  "publishConfig",
  "scripts",
  "dependencies",
  "peerDependencies",
  "devDependencies",
];
/** Keys whose members have no order of their own. */
const SORTED = ["dependencies", "peerDependencies", "devDependencies"];
/** Keys whose members come from several parts. In others the order counts, so that the last part has them whole. */
const GATHERED = new Set(["scripts", ...SORTED]);

/** Parts of a package.json as one; a later part wins, and `null` takes a member away. */
export function mergeManifests(parts: readonly ManifestPart[]): string {
  const merged: Record<string, unknown> = {};
  for (const part of parts) Object.assign(merged, gathered(merged, part));
  const keys = [...KEYS, ...Object.keys(merged).filter((key) => !KEYS.includes(key))];
  const entries = keys
    .filter((key) => key in merged)
    .map((key) => [key, SORTED.includes(key) ? sorted(merged[key] as ManifestPart) : merged[key]]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

function gathered(left: ManifestPart, right: ManifestPart): ManifestPart {
  const entries = Object.entries(right).map(([key, value]) => {
    const before = left[key];
    return [key, GATHERED.has(key) && isPart(before) && isPart(value) ? together(before, value) : value];
  });
  return Object.fromEntries(entries) as ManifestPart;
}

function together(before: ManifestPart, value: ManifestPart): ManifestPart {
  const members = Object.entries({ ...before, ...value });
  return Object.fromEntries(members.filter(([, member]) => member !== null));
}

function isPart(value: unknown): value is ManifestPart {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(part: ManifestPart): ManifestPart {
  return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
