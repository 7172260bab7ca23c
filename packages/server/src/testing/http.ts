import { Agent, type IncomingHttpHeaders, request as httpRequest } from "node:http";

/** Where a server listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A request as it goes over the wire: nothing is normalised. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends a request to a server and reads the whole answer. */
export function send(place: Place, { body, headers = {}, method, url }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const options = { ...place, method, path: url, headers, agent };
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
