import { constants, createPrivateKey, generateKeyPairSync, privateEncrypt, randomBytes } from "node:crypto";
import { md, pki } from "node-forge";

const DAY_MS = 86_400_000;

/** A certificate and its private key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What a test decides about a certificate. */
export interface CertificateOptions {
  readonly name: string;
  /** Days from now; by default from yesterday to in a year. */
  readonly fromDay?: number;
  readonly toDay?: number;
  /** With a key that no other certificate has: making one takes a while. */
  readonly ownKey?: boolean;
}

interface Keys {
  readonly publicKey: pki.rsa.PublicKey;
  /** The private key, as forge uses it. */
  readonly signer: pki.rsa.PrivateKey;
  readonly pem: string;
}

let shared: Keys | undefined;

/** Signs certificates. */
export interface Authority extends Identity {
  issue(options: CertificateOptions): Identity;
}

/** Makes a certificate authority. */
export function createAuthority(name: string): Authority {
  const keys = keyPair();
  const root = certificate({ name }, keys);
  root.setIssuer(root.subject.attributes);
  root.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true },
    { name: "subjectKeyIdentifier" },
  ]);
  root.sign(keys.signer, md.sha256.create());
  const issue = (options: CertificateOptions): Identity => {
    shared ??= keyPair();
    const own = options.ownKey === true ? keyPair() : shared;
    const leaf = certificate(options, own);
    leaf.setIssuer(root.subject.attributes);
    leaf.setExtensions([
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true, keyEncipherment: true },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      { name: "subjectAltName", altNames: [altName(options.name)] },
    ]);
    leaf.sign(keys.signer, md.sha256.create());
    return { cert: pki.certificateToPem(leaf), key: own.pem };
  };
  return { cert: pki.certificateToPem(root), key: keys.pem, issue };
}

/** The key, readable with a passphrase only. */
export function encrypted({ key }: Identity, passphrase: string): string {
  const options = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase } as const;
  return createPrivateKey(key).export(options).toString();
}

function certificate({ name, fromDay = -1, toDay = 365 }: CertificateOptions, keys: Keys) {
  const made = pki.createCertificate();
  made.publicKey = keys.publicKey;
  made.serialNumber = `01${randomBytes(8).toString("hex")}`;
  made.validity.notBefore = new Date(Date.now() + fromDay * DAY_MS);
  made.validity.notAfter = new Date(Date.now() + toDay * DAY_MS);
  made.setSubject([{ name: "commonName", value: name }]);
  return made;
}

// 2 is a DNS name, 7 an address (RFC 5280, section 4.2.1.6).
function altName(name: string): object {
  return /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
}

function keyPair(): Keys {
  const { privateKey: pem, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { publicKey: pki.publicKeyFromPem(publicKey), signer: signerOf(pem), pem };
}

// What a signature with SHA-256 has before the digest (RFC 8017, section 9.2).
const SHA256_PREFIX = Buffer.from("3031300d060960864801650304020105000420", "hex");

// Signing with forge's own arithmetic takes seconds under jest.
function signerOf(key: string): pki.rsa.PrivateKey {
  const sign = (digest: md.MessageDigest): string => {
    const bytes = Buffer.from(digest.digest().getBytes(), "latin1");
    const padded = { key, padding: constants.RSA_PKCS1_PADDING };
    return privateEncrypt(padded, Buffer.concat([SHA256_PREFIX, bytes])).toString("latin1");
  };
  return { sign } as pki.rsa.PrivateKey;
}
