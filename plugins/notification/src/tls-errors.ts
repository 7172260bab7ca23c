/** Certificates that are not trusted, expired or another host's, and an answer that is no TLS. */
const UNTRUSTED = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_WRONG_VERSION)/;

/**
 * Does a code of Node say that the other end is not who it should be? A repetition will not change that.
 *
 * @example
 * isUntrusted("CERT_HAS_EXPIRED"); // true
 */
export function isUntrusted(code: string): boolean {
  return UNTRUSTED.test(code);
}
