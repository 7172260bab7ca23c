import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A key of an issuer. */
export interface IssuerKey {
  readonly kid: string;
  readonly algorithm: "RS256" | "ES256";
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Makes a key. */
export function issuerKey(kid: string, algorithm: IssuerKey["algorithm"] = "ES256"): IssuerKey {
  const pair =
    algorithm === "ES256"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { kid, algorithm, ...pair };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs claims, as a library of its own would. */
export function token(
  { algorithm, kid, privateKey }: IssuerKey,
  claims: object,
  header: object = { alg: algorithm, kid, typ: "JWT" },
): string {
  const body = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign("sha256", Buffer.from(body), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${body}.${signature.toString("base64url")}`;
}

/** A token signed with a shared secret: the public key, as who confuses the algorithms would take it. */
export function confused({ kid, publicKey }: IssuerKey, claims: object): string {
  const body = `${encoded({ alg: "HS256", kid })}.${encoded(claims)}`;
  const secret = publicKey.export({ type: "spki", format: "pem" });
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** An issuer that publishes its keys over HTTP. */
export class Issuer {
  fetches = 0;
  /** What it answers; undefined: it is down. */
  answer: string | undefined;
  url = "";
  private readonly server = createServer((_request, response) => {
    this.fetches += 1;
    if (this.answer === undefined) response.writeHead(503).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(this.answer);
  });

  /** Publishes these keys from now on. */
  publish(...keys: readonly IssuerKey[]): void {
    const jwks = keys.map(({ algorithm, kid, publicKey }) => ({
      ...publicKey.export({ format: "jwk" }),
      kid,
      alg: algorithm,
      use: "sig",
    }));
    this.answer = JSON.stringify({ keys: jwks });
  }

  async listen(): Promise<this> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
