import { connect, createServer } from "node:net";
import type { TuttiConfig } from "../config/schema";
import type { Address } from "../serve/address";
import { bad, type Finding, well } from "./finding";

/** How long (ms) to wait for a connection. */
const PATIENCE_MS = 2000;

/** Is the port free that `tutti serve` would take? */
export function checkPort({ host, port }: Address): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code = "" }: NodeJS.ErrnoException) => {
      const message = `Nothing can listen on port ${port} of ${host} (${code}).`;
      const fix =
        code === "EADDRINUSE"
          ? "Stop what listens there, or serve with another --port."
          : "Give another --host.";
      resolve(bad("port", "warn", [message, fix]));
    });
    server.listen(port, host, () =>
      server.close(() => resolve(well("port", `port ${port} of ${host} is free`))),
    );
  });
}

/** Can each instance of each service be connected to? */
export async function checkServices(services: TuttiConfig["services"] = {}): Promise<readonly Finding[]> {
  const places = Object.entries(services).flatMap(([name, service]) =>
    urlsOf(service).map((url) => ({ name, url })),
  );
  if (places.length === 0) return [well("services", "the configuration has none with a fixed address")];
  return Promise.all(places.map(checkService));
}

/** Only those that stand in the configuration: the others announce themselves or are looked up. */
function urlsOf(service: unknown): readonly string[] {
  const { instances = [], url } = service as Located;
  return [url, ...instances.map((one) => one.url)].filter((one) => one !== undefined);
}

/** The plugin has checked its options before. */
interface Located {
  readonly url?: string;
  readonly instances?: readonly { readonly url: string }[];
}

async function checkService({
  name,
  url,
}: {
  readonly name: string;
  readonly url: string;
}): Promise<Finding> {
  const reason = URL.canParse(url) ? await connectionProblem(new URL(url)) : "the url is none";
  if (reason === undefined) return well("services", `${name} can be reached`);
  const message = `${name} can't be reached at ${URL.canParse(url) ? new URL(url).host : "its url"}: ${reason}.`;
  return bad("services", "warn", [message, "Start it, or correct its url in the configuration."]);
}

function connectionProblem({ hostname, port, protocol }: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const socket = connect({ host, port: Number(port === "" ? (protocol === "https:" ? 443 : 80) : port) });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(PATIENCE_MS, () => end(`no connection within ${PATIENCE_MS} ms`));
    socket.once("connect", () => end());
    socket.once("error", ({ code, message }: NodeJS.ErrnoException) => end(code ?? message));
  });
}
