import { createSecureContext } from "node:tls";
import { AuthError } from "../auth/auth-error";
import type { ReadSecret } from "../auth/secrets";
import { type RequestLabel, serviceError } from "../errors";
import type { PemSource, TlsConfig } from "./options";
import { WatchedFile } from "./watched-file";

/** What a connection is secured with. */
export interface TlsSettings {
  readonly ca: readonly string[] | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly passphrase: string | undefined;
  readonly serverName: string | undefined;
  readonly minVersion: TlsConfig["min_version"];
}

/**
 * The certificates and the key of a service's connections, as they are now.
 *
 * Files that changed are read again, secrets are asked for again. What does not fit together, such as a
 * new certificate whose key was not written yet, is not used: the last that did fit is, until it does.
 */
export class TlsMaterial {
  private readonly files = new Map<string, WatchedFile>();
  private good: TlsSettings | undefined;

  constructor(private readonly config: TlsConfig) {}

  /**
   * @throws {ActionError} `SERVICE_TLS_FAILED` when a file can't be read, or when certificate and key do
   * not fit, and never did.
   */
  async settings(read: ReadSecret, label: RequestLabel): Promise<TlsSettings> {
    const settings = await this.read(read, label);
    if (this.good !== undefined && isSame(this.good, settings)) return this.good;
    try {
      check(settings);
      this.good = settings;
    } catch (error) {
      if (this.good === undefined) throw unusable(error, label);
    }
    return this.good;
  }

  /** The same for a health check, which has no action's secrets: without them it uses what requests used last. */
  async settingsForCheck(read: ReadSecret, label: RequestLabel): Promise<TlsSettings> {
    try {
      return await this.settings(read, label);
    } catch (error) {
      if (this.good === undefined) throw error;
      return this.good;
    }
  }

  private async read(read: ReadSecret, label: RequestLabel): Promise<TlsSettings> {
    const { ca, cert, key, passphrase, server_name: serverName, min_version: minVersion } = this.config;
    const pem = (source: PemSource): Promise<string> => this.pem(source, read, label);
    const maybe = (source: PemSource | undefined) => (source === undefined ? undefined : pem(source));
    return {
      ca: ca === undefined ? undefined : await Promise.all([ca].flat().map(pem)),
      cert: await maybe(cert),
      key: await maybe(key),
      passphrase: await maybe(passphrase),
      serverName,
      minVersion,
    };
  }

  private pem(source: PemSource, read: ReadSecret, label: RequestLabel): Promise<string> {
    if (typeof source === "string") return Promise.resolve(source);
    return "secret" in source ? fromSecret(read(source), label) : this.fromFile(source.file, label);
  }

  private async fromFile(path: string, label: RequestLabel): Promise<string> {
    const file =
      this.files.get(path) ?? new WatchedFile(path, { checkMs: this.config.check_files_seconds * 1000 });
    this.files.set(path, file);
    try {
      return await file.text();
    } catch (error) {
      throw unusable(error, label);
    }
  }
}

async function fromSecret(secret: Promise<string>, label: RequestLabel): Promise<string> {
  try {
    return await secret;
  } catch (error) {
    throw error instanceof AuthError ? error.of(label) : error;
  }
}

function check({ ca, cert, key, passphrase, minVersion }: TlsSettings): void {
  createSecureContext({
    minVersion,
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
}

function isSame(one: TlsSettings, other: TlsSettings): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function unusable(error: unknown, label: RequestLabel): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  return serviceError(label, {
    code: "SERVICE_TLS_FAILED",
    problem: `the certificates or the key of its option tls can't be used: ${message.replace(/\.$/, "")}`,
    details: { reason: code },
  });
}
