import { isUntrusted } from "./tls-errors";

describe("isUntrusted", () => {
  it.each([
    ["CERT_HAS_EXPIRED", true],
    ["CERT_NOT_YET_VALID", true],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", true],
    ["SELF_SIGNED_CERT_IN_CHAIN", true],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", true],
    ["ERR_TLS_CERT_ALTNAME_INVALID", true],
    ["ECONNRESET", false],
    ["ETIMEDOUT", false],
    ["", false],
  ])("%s: %p", (code, untrusted) => {
    expect(isUntrusted(code)).toBe(untrusted);
  });
});
