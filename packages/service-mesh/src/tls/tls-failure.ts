/** What is known of a connection that could not be secured. */
export interface TlsFailure {
  /** What it means, and what to do about it. */
  readonly problem: string;
  /** What OpenSSL or Node.js says. */
  readonly reason: string;
}

interface Meaning {
  readonly names: RegExp;
  readonly problem: string;
}

// The names are those of Node.js and OpenSSL; what an alert of the service says stands in them.
const MEANINGS: readonly Meaning[] = [
  { names: /^CERT_HAS_EXPIRED$/, problem: "its certificate has expired" },
  { names: /^CERT_NOT_YET_VALID$/, problem: "its certificate is not valid yet" },
  {
    names: /^ERR_TLS_CERT_ALTNAME_/,
    problem: "its certificate is for another name; correct the URL, or set tls.server_name",
  },
  {
    names: /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_.+|CERT_UNTRUSTED|INVALID_CA)$/,
    problem: "nobody who is trusted has signed its certificate; if it is right, give its CA as tls.ca",
  },
  {
    names: /ALERT_CERTIFICATE_REQUIRED$/,
    problem: "it wants to see a certificate; give tls.cert and tls.key",
  },
  {
    names: /ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_.+|UNSUPPORTED_CERTIFICATE)$/,
    problem: "it does not take our certificate, tls.cert",
  },
  {
    names: /(ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)$/,
    problem: "it speaks no version of TLS that is allowed; see tls.min_version",
  },
  {
    names: /ALERT_HANDSHAKE_FAILURE$/,
    problem: "it refuses to go on; it may want to see a certificate, tls.cert and tls.key",
  },
  {
    names: /(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/,
    problem: "it seems to speak no TLS; does its URL start with http://?",
  },
];

const TLS_CODE =
  /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(CA|PURPOSE)$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$|EPROTO$)/;

/**
 * True when it is this side that did not accept a certificate: nothing was sent then.
 *
 * @example
 * isCertificateCode("CERT_HAS_EXPIRED"); // true
 */
export function isCertificateCode(code: string): boolean {
  return TLS_CODE.test(code) && !/^(EPROTO|ERR_SSL_|ERR_OSSL_)/.test(code);
}

/**
 * What an error of TLS means; undefined when it is none.
 *
 * @example
 * tlsFailure("CERT_HAS_EXPIRED", "certificate has expired")?.problem; // "its certificate has expired"
 */
export function tlsFailure(code: string, message: string): TlsFailure | undefined {
  if (!TLS_CODE.test(code)) return undefined;
  const reason = openSslReason(message) ?? message;
  const name = code === "EPROTO" ? reason.toUpperCase().replaceAll(/\W+/g, "_") : code;
  const meaning = MEANINGS.find(({ names }) => names.test(name));
  return { problem: meaning?.problem ?? "the connection can't be secured", reason };
}

// 40BD:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:rec_layer_s3.c:918:…
function openSslReason(message: string): string | undefined {
  return /:error:[\dA-F]+:[^:]*:[^:]*:([^:]+)/.exec(message)?.[1];
}
