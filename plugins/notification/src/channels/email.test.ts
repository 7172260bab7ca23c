import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { SMTPServerOptions } from "smtp-server";
import type { EmailOptions } from "../email/email-options";
import { optionsSchema } from "../options";
import { fakeContext } from "../testing/fake-context";
import { LOGIN, reply, smtpReceiver } from "../testing/smtp-receiver";
import type { Notification } from "../types";
import { emailChannel } from "./email";

const hi: Notification = { message: "hi", priority: "normal", recipients: ["ada@example.org"] };
const LOGGED_IN = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}@`;

type Receiver = Awaited<ReturnType<typeof smtpReceiver>>;
let receiver: Receiver | undefined;

async function start(options?: SMTPServerOptions): Promise<Receiver> {
  receiver = await smtpReceiver(options);
  return receiver;
}

afterEach(async () => {
  jest.restoreAllMocks();
  await receiver?.close();
  receiver = undefined;
});

function channel(url: string, options: Partial<EmailOptions> = {}) {
  const from = "Tutti <tutti@example.org>";
  return emailChannel(optionsSchema.parse({ email: { smtp_url: url, from, ...options } }).email!);
}

describe("the email channel", () => {
  it("sends a plain text", async () => {
    const { url, mails } = await start();
    const recipients = ["ada@example.org", "Bob Ö. <bob@example.org>"];
    const mail = { ...hi, recipients, subject: "Import", message: "done\n.\nbye", priority: "high" } as const;
    const receipt = await channel(url).deliver(mail, fakeContext());
    expect(receipt?.id).toMatch(/^<[0-9a-f]{32}@example\.org>$/);
    expect(mails).toHaveLength(1);
    const [{ from, to, raw }] = mails as [(typeof mails)[number]];
    expect([from, ...to]).toEqual(["tutti@example.org", "ada@example.org", "bob@example.org"]);
    expect(raw).toContain(`Message-ID: ${receipt?.id ?? ""}\r\n`);
    expect(raw).toContain("From: Tutti <tutti@example.org>\r\n");
    expect(raw).toContain("Subject: Import\r\n");
    expect(raw).toContain("Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n");
    expect(raw).toContain("Importance: High\r\n");
    expect(raw).toContain("Auto-Submitted: auto-generated\r\n");
    expect(raw).toMatch(/\r\n\r\ndone\r?\n\.\r?\nbye/);
  });

  it("uses the option's subject when there is none, and takes an empty text", async () => {
    const { url, mails } = await start();
    await channel(url).deliver({ ...hi, message: "" }, fakeContext());
    await channel(url, { subject: "News" }).deliver(hi, fakeContext());
    expect(mails.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])).toEqual(["Notification", "News"]);
  });

  it("gives a repetition the same Message-ID, and another notification another one", async () => {
    const { url } = await start();
    const send = async (idempotencyKey: string) =>
      (await channel(url).deliver(hi, fakeContext({ idempotencyKey })))?.id;
    const [first, again, other] = [await send("k\r\nX: y"), await send("k\r\nX: y"), await send("k2")];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("lets no text begin another header", async () => {
    const { url, mails } = await start();
    const subject = "a\r\nBcc: eve@example.org\r\n\r\nbody\u2028x";
    await channel(url).deliver({ ...hi, subject, message: "Bcc: eve@example.org" }, fakeContext());
    expect(mails[0]?.to).toEqual(["ada@example.org"]);
    const head = mails[0]?.raw.split("\r\n\r\n")[0] ?? "";
    expect(head).toContain("\r\nSubject: a Bcc: eve@example.org body x\r\n");
    expect(head).not.toMatch(/^Bcc:/m);
  });

  it.each([
    [undefined, "The channel email needs recipients: give config.recipients"],
    [[], "The channel email needs recipients: give config.recipients"],
    [["ada@example.org", "eve"], 'Not an e-mail address: "eve"'],
    [["a@x.org, eve@x.org"], 'Not an e-mail address: "a@x.org, eve@x.org"'],
    [["a@x.org\r\nBcc: eve@x.org"], 'Not an e-mail address: "a@x.org\\r\\nBcc: eve@x.org"'],
  ])("refuses the recipients %j before it connects", async (recipients, message) => {
    const { url, state } = await start();
    const sending = Promise.resolve(channel(url).deliver({ ...hi, recipients }, fakeContext()));
    await expect(sending).rejects.toMatchObject({ code: "INVALID_RECIPIENTS", retryable: false, message });
    expect(state.connections).toBe(0);
  });

  it("logs in", async () => {
    const { host, mails } = await start({ authOptional: false });
    await channel(`smtp://${LOGGED_IN}${host}`).deliver(hi, fakeContext());
    expect(mails).toHaveLength(1);
  });

  it("says that a log-in failed, without the password", async () => {
    const { host } = await start({ authOptional: false });
    const sending = Promise.resolve(
      channel(`smtp://tutti:wr%C3%B6ng-pass@${host}`).deliver(hi, fakeContext()),
    );
    await expect(sending).rejects.toMatchObject({ code: "CHANNEL_UNAUTHORIZED", retryable: false });
    await expect(sending).rejects.toThrow(`SMTP log-in at ${host} failed (535)`);
  });

  it("hides a password that the server repeats", async () => {
    const { host } = await start({
      onMailFrom: (_address, _session, callback) => callback(reply(550, `not ${LOGIN.password}`)),
    });
    const sending = Promise.resolve(channel(`smtp://${LOGGED_IN}${host}`).deliver(hi, fakeContext()));
    await expect(sending).rejects.toMatchObject({ message: `SMTP from ${host}: 550 not ***` });
  });

  it.each([
    [451, "CHANNEL_UNAVAILABLE", true],
    [550, "CHANNEL_REJECTED", false],
  ])("reads the reply %i to a recipient as %s", async (code, expected, retryable) => {
    const { url, host } = await start({
      onRcptTo: (_address, _session, callback) => callback(reply(code, "no mailbox")),
    });
    await expect(channel(url).deliver(hi, fakeContext())).rejects.toMatchObject({
      code: expected,
      retryable,
      message: `SMTP from ${host}: ${code} no mailbox`,
    });
  });

  it("fails for good when the server took only some recipients", async () => {
    const { url, mails } = await start({
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.startsWith("bob") ? reply(451, "later") : undefined),
    });
    const recipients = ["ada@example.org", "bob@example.org"];
    await expect(channel(url).deliver({ ...hi, recipients }, fakeContext())).rejects.toMatchObject({
      code: "CHANNEL_REJECTED",
      retryable: false,
      message: "The server refused 1 of 2 recipients: bob@example.org",
    });
    expect(mails).toHaveLength(1);
  });

  it("says when there is no connection", async () => {
    const { url, host, close } = await smtpReceiver();
    await close();
    await expect(channel(url).deliver(hi, fakeContext())).rejects.toMatchObject({
      code: "CHANNEL_UNAVAILABLE",
      retryable: true,
      message: `No SMTP connection to ${host} (ECONNREFUSED)`,
    });
  });

  it("gives up after its timeout, and closes the connection", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const ended = once(silent, "connection").then(([socket]) =>
      once((socket as NodeJS.ReadStream).resume(), "end"),
    );
    await expect(
      channel(`smtp://${host}`, { timeout_ms: 80 }).deliver(hi, fakeContext()),
    ).rejects.toMatchObject({
      code: "CHANNEL_TIMEOUT",
      retryable: true,
      message: `No answer from ${host} within 80 ms`,
    });
    await ended;
    silent.close();
  });

  it("closes the connection when it is aborted", async () => {
    const abort = new AbortController();
    const { url, state, mails } = await start({ onRcptTo: () => abort.abort(new Error("cancelled")) });
    const sending = Promise.resolve(channel(url).deliver(hi, fakeContext({ signal: abort.signal })));
    await expect(sending).rejects.toThrow("cancelled");
    for (let waited = 0; state.closed === 0 && waited < 100; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(state).toEqual({ connections: 1, closed: 1 });
    expect(mails).toEqual([]);
  });

  it("opens no connection when it was aborted before", async () => {
    const { url, state } = await start();
    const signal = AbortSignal.abort(new Error("cancelled"));
    await expect(channel(url).deliver(hi, fakeContext({ signal }))).rejects.toThrow("cancelled");
    expect(state.connections).toBe(0);
  });

  it("speaks TLS as the URL says", async () => {
    // The server warns that its test certificate is publicly known.
    jest.spyOn(console, "error").mockReturnValue();
    const { host, mails } = await start({ secure: true });
    const strict = Promise.resolve(channel(`smtps://${host}`).deliver(hi, fakeContext()));
    await expect(strict).rejects.toMatchObject({ code: "CHANNEL_UNTRUSTED" });
    expect(mails).toEqual([]);
    await channel(`smtps://${host}?tls.rejectUnauthorized=false`).deliver(hi, fakeContext());
    expect(mails).toHaveLength(1);
  });

  it("insists on STARTTLS when the URL says so", async () => {
    const { url, mails } = await start();
    const sending = Promise.resolve(channel(`${url}?requireTLS=true`).deliver(hi, fakeContext()));
    await expect(sending).rejects.toMatchObject({ message: expect.stringContaining("127.0.0.1") as string });
    expect(mails).toEqual([]);
  });
});
