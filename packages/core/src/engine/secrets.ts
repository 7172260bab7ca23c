import { TuttiError } from "../errors";
import type { Reference } from "../expression";
import type { JsonObject } from "../json/json";
import type { SecretProvider } from "../ports";
import type { Redactor } from "./redaction";

/** Asks the providers for secrets at the moment of use, and has what they say redacted from then on. */
export class SecretReader {
  /** True from the first answer of a provider on. */
  hasAsked = false;

  constructor(
    private readonly providers: readonly SecretProvider[],
    private readonly redactor: Redactor,
  ) {}

  /** A secret by name. Throws `UNKNOWN_SECRET`. */
  async get(name: string): Promise<string> {
    for (const provider of this.providers) {
      const value = await provider.get(name);
      if (value === undefined) continue;
      this.redactor.learn(value);
      this.hasAsked = true;
      return value;
    }
    throw TuttiError.of("UNKNOWN_SECRET", { name });
  }

  /** The secrets that expressions name as `$secrets.NAME`; undefined when they name none. */
  named(references: readonly Reference[]): Promise<JsonObject> | undefined {
    if (!references.some(namesSecret)) return undefined;
    return this.all(new Set(references.filter(namesSecret).map(({ path }) => path[0] ?? "")));
  }

  private async all(names: ReadonlySet<string>): Promise<JsonObject> {
    const values = await Promise.all([...names].map(async (name) => [name, await this.get(name)] as const));
    return Object.fromEntries(values);
  }
}

function namesSecret({ kind, name, path }: Reference): boolean {
  return kind === "variable" && name === "secrets" && path[0] !== undefined;
}
