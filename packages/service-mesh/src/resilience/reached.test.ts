import { cannotHaveReached } from "./reached";

const because = (cause: object): Error => Object.assign(new Error("…"), { code: "ERR", cause });

describe("cannotHaveReached", () => {
  it.each([
    ["a refused connection", because({ code: "ECONNREFUSED", syscall: "connect" })],
    ["an unreachable host", because({ code: "EHOSTUNREACH", syscall: "connect" })],
    ["an unknown host", because({ code: "ENOTFOUND", syscall: "getaddrinfo" })],
    ["an unknown host of an own lookup", because({ code: "ENOTFOUND" })],
    ["a DNS that does not work", because({ code: "EAI_AGAIN" })],
    [
      "an address after the other that refuses",
      because({ code: "ECONNREFUSED", errors: [{ syscall: "connect" }, { syscall: "connect" }] }),
    ],
    ["a certificate that is not accepted", because({ code: "CERT_HAS_EXPIRED" })],
    ["a certificate for another host", because({ code: "ERR_TLS_CERT_ALTNAME_INVALID" })],
    ["a late DNS answer", Object.assign(new Error("…"), { code: "ETIMEDOUT", event: "lookup" })],
    ["a late connection", Object.assign(new Error("…"), { code: "ETIMEDOUT", event: "connect" })],
    ["a late TLS handshake", Object.assign(new Error("…"), { code: "ETIMEDOUT", event: "secureConnect" })],
  ])("is sure about %s", (_what, error) => expect(cannotHaveReached(error)).toBe(true));

  it.each([
    ["a connection that was lost", because({ code: "ECONNRESET", syscall: "read" })],
    ["a broken pipe", because({ code: "EPIPE", syscall: "write" })],
    ["an unreachable host in the middle", because({ code: "EHOSTUNREACH", syscall: "read" })],
    ["what the service says of our certificate", because({ code: "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA" })],
    ["a late answer", Object.assign(new Error("…"), { code: "ETIMEDOUT", event: "response" })],
    ["something else", new Error("…")],
    ["nothing", undefined],
  ])("is not sure about %s", (_what, error) => expect(cannotHaveReached(error)).toBe(false));
});
