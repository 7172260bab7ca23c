import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

/** How long an unused socket is kept, in ms. Longer, and services close it just as it is used again. */
const IDLE_MS = 15_000;

/** The sockets of one service, kept open between requests. */
export class Connections {
  readonly agents = {
    http: new HttpAgent({ keepAlive: true, timeout: IDLE_MS }),
    https: new HttpsAgent({ keepAlive: true, timeout: IDLE_MS }),
  };

  /** Sockets in use, and sockets kept for the next request. */
  counts(): { active: number; idle: number } {
    const { http, https } = this.agents;
    return {
      active: count(http.sockets) + count(https.sockets),
      idle: count(http.freeSockets) + count(https.freeSockets),
    };
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
