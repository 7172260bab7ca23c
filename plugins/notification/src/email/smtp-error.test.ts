import { smtpError, type SmtpFailure } from "./smtp-error";

const hide = (text: string) => text.replaceAll("geheim", "***");

describe("smtpError", () => {
  it.each<[SmtpFailure, string, boolean]>([
    [{ code: "EENVELOPE", responseCode: 450, response: "450 later" }, "CHANNEL_UNAVAILABLE", true],
    [{ code: "EAUTH", responseCode: 454, response: "454 later" }, "CHANNEL_UNAVAILABLE", true],
    [{ code: "ECONNECTION", responseCode: 421, response: "421 bye" }, "CHANNEL_UNAVAILABLE", true],
    [{ code: "EENVELOPE", responseCode: 550, response: "550 no" }, "CHANNEL_REJECTED", false],
    [{ code: "EMESSAGE", responseCode: 554, response: "554 spam" }, "CHANNEL_REJECTED", false],
    [{ code: "EAUTH", responseCode: 535, response: "535 geheim" }, "CHANNEL_UNAUTHORIZED", false],
    [{ code: "EAUTH" }, "CHANNEL_UNAUTHORIZED", false],
    [{ code: "ETIMEDOUT" }, "CHANNEL_TIMEOUT", true],
    [{ code: "ESOCKET" }, "CHANNEL_UNAVAILABLE", true],
    [{ code: "EDNS" }, "CHANNEL_UNAVAILABLE", true],
    [{ code: "EMESSAGE" }, "CHANNEL_REJECTED", false],
    [{ code: "EENVELOPE", responseCode: 530, response: "530 log in" }, "CHANNEL_UNAUTHORIZED", false],
    [{ code: "ETLS", responseCode: 502, response: "502 what?" }, "CHANNEL_UNTRUSTED", false],
    [{ code: "ETLS", responseCode: 454, response: "454 later" }, "CHANNEL_UNAVAILABLE", true],
    [{ code: "ESOCKET", originalCode: "CERT_HAS_EXPIRED" }, "CHANNEL_UNTRUSTED", false],
    [{ code: "ESOCKET", originalCode: "ECONNRESET" }, "CHANNEL_UNAVAILABLE", true],
    [{}, "CHANNEL_UNAVAILABLE", true],
  ])("reads %j", (failure, code, retryable) => {
    const error = smtpError(failure, "mail.example.org", hide);
    expect(error).toMatchObject({ code, retryable });
    expect(error.message).toContain("mail.example.org");
    expect(error.message).not.toContain("geheim");
  });

  it("shows the server's reply, shortened and without secrets", () => {
    const failure = { code: "EMESSAGE", responseCode: 550, response: `550 for geheim ${"x".repeat(500)}` };
    const { message } = smtpError(failure, "host", hide);
    expect(message).toMatch(/^SMTP from host: 550 for \*\*\* x+$/);
    expect(message.length).toBeLessThan(230);
  });
});
