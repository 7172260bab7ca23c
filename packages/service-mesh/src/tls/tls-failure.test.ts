import { tlsFailure } from "./tls-failure";

describe("tlsFailure", () => {
  it.each([
    ["CERT_HAS_EXPIRED", "has expired"],
    ["CERT_NOT_YET_VALID", "not valid yet"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "for another name"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "nobody who is trusted"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "nobody who is trusted"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "nobody who is trusted"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "nobody who is trusted"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "wants to see a certificate"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "does not take our certificate"],
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "does not take our certificate"],
    ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "does not take our certificate"],
    ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "no version of TLS"],
    ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "may want to see a certificate"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "seems to speak no TLS"],
    ["ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM", "can't be secured"],
    ["CRL_HAS_EXPIRED", "can't be secured"],
  ])("explains %s", (code, problem) => {
    expect(tlsFailure(code, "why")?.problem).toContain(problem);
    expect(tlsFailure(code, "why")?.reason).toBe("why");
  });

  it.each([
    ["tlsv1 alert protocol version", "no version of TLS"],
    ["ssl/tls alert handshake failure", "may want to see a certificate"],
    ["wrong version number", "seems to speak no TLS"],
    ["no shared cipher", "can't be secured"],
  ])("finds %s in what OpenSSL says", (reason, problem) => {
    const message = `write EPROTO 40BD4C4B:error:0A00042E:SSL routines:ssl3_read_bytes:${reason}:../rec.c:918:SSL alert\n`;
    expect(tlsFailure("EPROTO", message)?.problem).toContain(problem);
    expect(tlsFailure("EPROTO", message)?.reason).toBe(reason);
  });

  it.each(["ECONNREFUSED", "HPE_INVALID_CONSTANT", "Z_DATA_ERROR"])("leaves %s alone", (code) =>
    expect(tlsFailure(code, "why")).toBeUndefined(),
  );
});
