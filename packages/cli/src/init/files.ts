/** A file that a project begins with. */
export interface ProjectFile {
  readonly name: string;
  readonly text: string;
}

const CONFIG = `# The configuration of Tutti. Every key may be left out; unknown ones are errors.
storage:
  path: tutti.db # what is acknowledged here survives kill -9 and a power cut

# server: { port: 5080 }
# services:
#   analysis_service: { url: "http://127.0.0.1:7001" }
`;

const WORKFLOW = `name: Hello
description: Says hello, loudly.
parameters:
  - { name: who, type: string, default_value: world }
actions:
  - action_id: shout
    action_type: transform
    config: { transformation: uppercase, input: "hello {{who}}" }
  - action_id: say
    action_type: notification
    config: { message: "{{shout.result}}!" }
outputs:
  text: "{{say.message}}"
`;

const TEST = `# Run it with: tutti test
cases:
  - name: greets whom it is told
    parameters: { who: Ada }
    expect:
      outputs: { text: "HELLO ADA!" }
`;

/** The files of a new project, in the order in which they are read best. */
export const PROJECT_FILES: readonly ProjectFile[] = [
  { name: "tutti.config.yaml", text: CONFIG },
  { name: "workflows/hello.yaml", text: WORKFLOW },
  { name: "workflows/hello.workflow-test.yaml", text: TEST },
];

/** The store with its companions, and what is installed: never part of what is shared. */
const IGNORED = ["node_modules/", "tutti.db*"];

/** A .gitignore with what is missing in it. Undefined: nothing is. */
export function withIgnored(before: string): string | undefined {
  const lines = new Set(
    before.split(/\r?\n/).map((line) => line.trim().replace(/^\//, "").replace(/\/$/, "")),
  );
  const missing = IGNORED.filter((one) => !lines.has(one.replace(/\/$/, "")));
  if (missing.length === 0) return undefined;
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  return `${start}${missing.join("\n")}\n`;
}

const SCRIPTS = { start: "tutti serve --workflows workflows", test: "tutti test" };

/** What npm writes for a project without tests: it means that there is no script. */
const NO_TEST = /^echo "Error: no test specified"/;

/**
 * A package.json with what is missing in it; "" is none at all. Undefined: nothing is missing. Throws a
 * `SyntaxError` for one that is no JSON.
 */
export function withScripts(before: string, version: string): string | undefined {
  const manifest = (before === "" ? { private: true } : JSON.parse(before)) as Manifest;
  const own = Object.entries(manifest.scripts ?? {}).filter(([, text]) => !NO_TEST.test(text));
  const scripts = { ...SCRIPTS, ...Object.fromEntries(own) };
  const after = { ...manifest, scripts, ...dependencyOf(manifest, version) };
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? "  ";
  return isSame(after, manifest) ? undefined : `${JSON.stringify(after, null, indent)}\n`;
}

/** The command itself, unless the project has it already. */
function dependencyOf(
  { dependencies = {}, devDependencies = {} }: Manifest,
  version: string,
): Partial<Manifest> {
  const isThere = "@tutti/cli" in dependencies || "@tutti/cli" in devDependencies;
  return isThere ? {} : { devDependencies: { ...devDependencies, "@tutti/cli": `^${version}` } };
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function isSame(after: Manifest, before: Manifest): boolean {
  const scripts = before.scripts ?? {};
  const added = Object.entries(after.scripts ?? {}).some(([name, text]) => scripts[name] !== text);
  return !added && after.devDependencies === before.devDependencies;
}
