import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

/** How sockets are kept. */
export interface ConnectionSettings {
  /** Sockets open at the same time, at most; requests beyond that wait. */
  readonly max: number;
  /** How long an unused socket is kept, in ms. */
  readonly idleMs: number;
}

/** Longer, and services close a socket just as it is used again. */
const DEFAULTS: ConnectionSettings = { max: Number.POSITIVE_INFINITY, idleMs: 15_000 };

/** The sockets of one instance, kept open between requests. */
export class Connections {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };

  constructor({ max, idleMs }: ConnectionSettings = DEFAULTS) {
    const options = { keepAlive: true, timeout: idleMs, maxSockets: max, maxFreeSockets: Math.min(max, 256) };
    this.agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  }

  /** Sockets in use, and sockets kept for the next request. */
  counts(): { active: number; idle: number } {
    const { http, https } = this.agents;
    return {
      active: count(http.sockets) + count(https.sockets),
      idle: count(http.freeSockets) + count(https.freeSockets),
    };
  }

  /** Closes what is not in use, and from now on each socket after its request. */
  retire(): void {
    for (const agent of Object.values(this.agents)) {
      agent.maxFreeSockets = 0;
      for (const sockets of Object.values(agent.freeSockets)) {
        for (const socket of sockets ?? []) socket.destroy();
      }
    }
  }

  /** Closes all sockets, those in use too. */
  destroy(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }
}

function count(sockets: NodeJS.ReadOnlyDict<readonly unknown[]>): number {
  return Object.values(sockets).reduce((sum, list) => sum + (list?.length ?? 0), 0);
}
