import type { TuttiConfig } from "../config/schema";
import { CliError } from "../diagnostics/diagnostic";
import type { Io } from "../io";

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** What the command line says about the address. */
export interface AddressOptions {
  readonly host?: string;
  readonly port?: string;
}

const DEFAULT = { host: "127.0.0.1", port: 5080 };

/** Where to listen: as the options say, else `TUTTI_HOST` and `TUTTI_PORT`, else the configuration. */
export function addressOf(
  { host, port }: AddressOptions,
  { server = {} }: Pick<TuttiConfig, "server">,
  { env }: Pick<Io, "env">,
): Address {
  const text = port ?? said(env.TUTTI_PORT);
  return {
    host: host ?? said(env.TUTTI_HOST) ?? server.host ?? DEFAULT.host,
    port: text === undefined ? (server.port ?? DEFAULT.port) : portOf(text),
  };
}

function said(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new CliError({
    code: "USAGE",
    message: `The port is "${text}".`,
    fix: "Give a whole number from 0 to 65535; 0 takes any free port.",
  });
}

/** Why a server can't listen, for people; other errors stay as they are. */
export function listenFailure(error: unknown, { host, port }: Address): unknown {
  const { code } = error as { readonly code?: unknown };
  if (code === "EADDRINUSE") {
    return new CliError({
      code: "PORT_IN_USE",
      message: `Port ${port} of ${host} is in use: another server listens there.`,
      fix: "Stop it, or take another port: --port 5081, or --port 0 for any free one.",
    });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new CliError({
      code: "ADDRESS_NOT_USABLE",
      message: `Nothing can listen on port ${port} of ${host} (${code}).`,
      fix: "Give an address of this machine with --host, and a port above 1023 with --port.",
    });
  }
  return error;
}
