import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { meshOf, closeMeshes, rejection, request } from "../testing/mesh";
import { createAuthority, encrypted } from "../testing/certificates";
import { secretsWith } from "../testing/secrets";
import { secretsOf } from "../auth/secrets";
import { tlsOptions } from "./options";
import { TlsMaterial } from "./tls-material";
import { closeServers, startServer } from "../testing/server";
import { closeTlsServers, startTlsServer } from "../testing/tls-server";

const authority = createAuthority("Test CA");
const stranger = createAuthority("Another CA");
const serverIdentity = authority.issue({ name: "127.0.0.1" });
const client = authority.issue({ name: "tutti-client", ownKey: true });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tutti-tls-"));
});

afterEach(async () => {
  await closeMeshes();
  await closeTlsServers();
  await closeServers();
  await rm(folder, { recursive: true });
});

/** Writes a file as a rotation does: whole, by a rename. */
async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
  return file;
}

const mutual = () => startTlsServer({ ...serverIdentity, ca: authority.cert, requestCert: true });

describe("a service with tls", () => {
  it("is trusted by its CA", async () => {
    const server = await startTlsServer(serverIdentity);
    expect((await request({ url: server.url, tls: { ca: authority.cert } })).response).toBe("secure");
  });

  it("may be trusted by one of several CAs, in files too", async () => {
    const server = await startTlsServer(serverIdentity);
    const ca = [stranger.cert, { file: await write("ca.pem", authority.cert) }];
    expect((await request({ url: server.url, tls: { ca } })).response).toBe("secure");
  });

  it("is asked for by a name of its own, which its certificate has to have", async () => {
    const server = await startTlsServer(authority.issue({ name: "billing.internal" }));
    const tls = { ca: authority.cert, server_name: "billing.internal" };
    expect((await request({ url: server.url, tls })).response).toBe("secure");
    expect(server.names).toEqual(["billing.internal"]);
  });

  it("sees who calls by certificate", async () => {
    const server = await mutual();
    const tls = {
      ca: authority.cert,
      cert: client.cert,
      key: { file: await write("key.pem", client.key) },
    };
    await request({ url: server.url, tls });
    expect(server.clients).toEqual(["tutti-client"]);
  });

  it("can be called with a key from a secret, opened with another one", async () => {
    const server = await mutual();
    const tls = {
      ca: authority.cert,
      cert: { file: await write("cert.pem", client.cert) },
      key: { secret: "KEY" },
      passphrase: { secret: "PASSPHRASE" },
    };
    const secrets = secretsWith({ KEY: encrypted(client, "open sesame"), PASSPHRASE: "open sesame" });
    const mesh = meshOf({ services: { api: { url: server.url, tls } }, secrets });
    await mesh.getClient("api").makeRequest("GET", "/");
    expect(server.clients).toEqual(["tutti-client"]);
  });

  it("keeps its connection while nothing changes, and gets a new one for a new certificate", async () => {
    const server = await mutual();
    const cert = await write("cert.pem", client.cert);
    const key = await write("key.pem", client.key);
    const tls = { ca: authority.cert, cert: { file: cert }, key: { file: key }, check_files_seconds: 0 };
    const api = meshOf({ services: { api: { url: server.url, tls } } }).getClient("api");
    await api.makeRequest("GET", "/");
    await api.makeRequest("GET", "/");
    expect(server.connections()).toBe(1);
    const renewed = authority.issue({ name: "tutti-client-2", ownKey: true });
    await write("cert.pem", renewed.cert);
    // The key is still the old one: what fitted is used until it fits again.
    await api.makeRequest("GET", "/");
    await write("key.pem", renewed.key);
    await api.makeRequest("GET", "/");
    expect(server.clients).toEqual(["tutti-client", "tutti-client", "tutti-client", "tutti-client-2"]);
    expect(server.connections()).toBe(2);
  });

  it("trusts a new CA as soon as its file has it", async () => {
    const server = await startTlsServer(stranger.issue({ name: "127.0.0.1" }));
    const ca = { file: await write("ca.pem", authority.cert) };
    const services = { api: { url: server.url, tls: { ca, check_files_seconds: 0 } } };
    const api = meshOf({ services }).getClient("api");
    expect((await rejection(api.makeRequest("GET", "/"))).code).toBe("SERVICE_TLS_FAILED");
    await write("ca.pem", authority.cert + stranger.cert);
    expect((await api.makeRequest("GET", "/")).response).toBe("secure");
  });
});

describe("a connection that can't be secured", () => {
  const failure = async (
    server: { readonly url: string },
    tls: NonNullable<Parameters<typeof request>[0]["tls"]>,
  ) => {
    const started = performance.now();
    const error = await rejection(request({ url: server.url, tls }));
    expect(performance.now() - started).toBeLessThan(3000);
    expect(error).toMatchObject({ code: "SERVICE_TLS_FAILED", retryable: false });
    expect(error.message).not.toContain("PRIVATE KEY");
    return error;
  };
  const ca = authority.cert;

  it("as the certificate has expired", async () => {
    const server = await startTlsServer(authority.issue({ name: "127.0.0.1", fromDay: -9, toDay: -1 }));
    const error = await failure(server, { ca });
    expect(error.details).toMatchObject({ reason: "CERT_HAS_EXPIRED", service: "api" });
    expect(error.message).toBe(
      'Service "api" (GET /): its certificate has expired: certificate has expired.',
    );
  });

  it("as the certificate is not valid yet", async () => {
    const server = await startTlsServer(authority.issue({ name: "127.0.0.1", fromDay: 1 }));
    const error = await failure(server, { ca });
    expect(error.details).toMatchObject({ reason: "CERT_NOT_YET_VALID" });
    expect(error.message).toContain("its certificate is not valid yet");
  });

  it("as another CA has signed the certificate", async () => {
    const server = await startTlsServer(stranger.issue({ name: "127.0.0.1" }));
    const error = await failure(server, { ca });
    expect(error.message).toContain("nobody who is trusted has signed its certificate");
    expect(error.message).toContain("give its CA as tls.ca");
    // Without tls.ca it is the public CAs that nothing here is signed by.
    const byDefault = await rejection(request({ url: server.url }));
    expect(byDefault).toMatchObject({ code: "SERVICE_TLS_FAILED", retryable: false });
  });

  it("as the certificate is for another host", async () => {
    const server = await startTlsServer(authority.issue({ name: "billing.internal" }));
    const error = await failure(server, { ca });
    expect(error.details).toMatchObject({ reason: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(error.message).toContain("its certificate is for another name");
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)("as the service wants a certificate (%s)", async (version) => {
    const server = await startTlsServer({
      ...serverIdentity,
      ca,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: version,
    });
    const error = await failure(server, { ca });
    expect(error.message).toMatch(/it (wants|may want) to see a certificate/);
  });

  it("as the service hangs up on a certificate that it does not take", async () => {
    const server = await startTlsServer({
      ...serverIdentity,
      ca,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const other = stranger.issue({ name: "tutti-client" });
    const key = { file: await write("key.pem", other.key) };
    const error = await rejection(request({ url: server.url, tls: { ca, cert: other.cert, key } }));
    // It gives no reason, so it looks like any other lost connection.
    expect(error).toMatchObject({ code: "SERVICE_UNREACHABLE", retryable: true });
    expect(server.clients).toEqual([]);
  });

  it("as the service knows old versions of TLS only", async () => {
    const server = await startTlsServer({ ...serverIdentity, maxVersion: "TLSv1.2" });
    const error = await failure(server, { ca, min_version: "TLSv1.3" });
    expect(error.message).toContain("it speaks no version of TLS that is allowed; see tls.min_version");
  });

  it("as the service speaks no TLS", async () => {
    const server = await startServer((_seen, response) => response.end());
    const error = await failure({ url: server.url.replace("http:", "https:") }, { ca });
    expect(error.message).toContain("it seems to speak no TLS; does its URL start with http://?");
  });

  it("as a file is missing", async () => {
    const error = await failure(
      { url: "https://127.0.0.1:9" },
      { ca: { file: path.join(folder, "no.pem") } },
    );
    expect(error.details).toMatchObject({ reason: "ENOENT" });
    expect(error.message).toContain("the certificates or the key of its option tls can't be used: ENOENT");
  });

  it("as certificate and key do not belong together", async () => {
    const key = { file: await write("key.pem", serverIdentity.key) };
    const error = await failure({ url: "https://127.0.0.1:9" }, { cert: client.cert, key });
    expect(error.message).toContain("can't be used");
  });

  it("as a secret is missing", async () => {
    const tls = { cert: client.cert, key: { secret: "KEY" } };
    const error = await rejection(request({ url: "https://127.0.0.1:9", tls }));
    expect(error).toMatchObject({ code: "SERVICE_AUTH_FAILED", details: { secret: "KEY" } });
  });
});

describe("a health check of a service with tls", () => {
  it("uses what requests used last when it has no secrets of its own", async () => {
    const tls = { ca: authority.cert, cert: client.cert, key: { secret: "KEY" } };
    const label = { service: "api", method: "GET", endpoint: "/health" };
    const material = new TlsMaterial(tlsOptions.parse(tls));
    const none = secretsOf(undefined);
    await expect(material.settingsForCheck(none, label)).rejects.toMatchObject({
      code: "SERVICE_AUTH_FAILED",
    });
    const used = await material.settings(secretsOf(secretsWith({ KEY: client.key })), label);
    expect(await material.settingsForCheck(none, label)).toBe(used);
  });
});

describe("a token endpoint with tls", () => {
  it("is trusted by its own CA, and shows its certificate problems", async () => {
    const issuer = await startTlsServer(serverIdentity);
    const auth = {
      type: "client_credentials",
      token_url: `${issuer.url}/token`,
      client_id: "a",
      client_secret: { secret: "S" },
    } as const;
    const call = async (tls: { readonly ca: string }) => {
      const services = { api: { url: "http://127.0.0.1:9", auth: { ...auth, tls } } };
      const mesh = meshOf({ services, secrets: secretsWith({ S: "s3cret" }) });
      return (await rejection(mesh.getClient("api").makeRequest("GET", "/"))).message;
    };
    // It was reached: its answer is no token.
    expect(await call({ ca: authority.cert })).toContain("its answer has no access_token");
    expect(await call({ ca: stranger.cert })).toContain("nobody who is trusted has signed its certificate");
  });
});

describe("the options of tls", () => {
  it.each([
    [{ ca: "/etc/ca.pem" }, "it is not PEM: it has no -----BEGIN"],
    [{ cert: client.cert }, "cert and key belong together: give both or neither"],
    [{ cert: client.cert, key: client.key }, "services.api.tls.key: "],
    [{ min_version: "TLSv1.1" }, "services.api.tls.min_version: "],
  ])("refuse what does not fit (%#)", (tls, problem) => {
    const options = { services: { api: { url: "https://127.0.0.1", tls: tls as object } } };
    expect(() => meshOf(options)).toThrow(problem);
    expect(() => meshOf(options)).not.toThrow("PRIVATE KEY");
  });
});
