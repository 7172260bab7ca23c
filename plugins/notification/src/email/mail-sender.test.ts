import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { ActionSecrets } from "@tutti/core";
import type { SMTPServerOptions } from "smtp-server";
import { optionsSchema } from "../options";
import { AUTHORITY, EXPIRED, VALID } from "../testing/certificates";
import { fakeContext } from "../testing/fake-context";
import { LOGIN, reply, smtpReceiver } from "../testing/smtp-receiver";
import type { EmailOptions } from "./email-options";
import { type MailSender, mailSender } from "./mail-sender";
import type { SmtpOptions } from "./smtp-options";

const mail = { from: "tutti@example.org", to: "ada@example.org", subject: "Hi", text: "hi" };
const STARTTLS = { hideSTARTTLS: false, ...VALID };
const IMPLICIT = { secure: true, ...VALID };

type Receiver = Awaited<ReturnType<typeof smtpReceiver>>;
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options?: SMTPServerOptions): Promise<Receiver> {
  const receiver = await smtpReceiver(options);
  open.push(receiver);
  return receiver;
}

function senderTo(port: number, smtp: Partial<SmtpOptions>, more: Partial<EmailOptions> = {}): MailSender {
  const whole = { host: "127.0.0.1", port, ...smtp };
  const email = { smtp: whole, from: "tutti@example.org", ...more };
  const sender = mailSender(optionsSchema.parse({ email }).email!);
  open.push(sender);
  return sender;
}

describe("TLS", () => {
  it.each<[string, SMTPServerOptions, Partial<SmtpOptions>, boolean]>([
    ["implicit", IMPLICIT, { tls: "implicit" }, true],
    ["STARTTLS, which is the default", STARTTLS, {}, true],
    ["STARTTLS because it is offered", STARTTLS, { tls: "starttls_if_offered" }, true],
    ["none because none is offered", {}, { tls: "starttls_if_offered" }, false],
    ["none although it is offered", STARTTLS, { tls: "none" }, false],
    ["the name that is asked for", STARTTLS, { server_name: "mail.test" }, true],
  ])("uses %s", async (_name, server, client, encrypted) => {
    const secure: boolean[] = [];
    const { port } = await start({
      ...server,
      onMailFrom: (_address, session, callback) => callback(void secure.push(session.secure)),
    });
    await senderTo(port, { ca: AUTHORITY, ...client }).send(mail, fakeContext());
    expect(secure).toEqual([encrypted]);
  });

  it.each<[string, SMTPServerOptions, Partial<SmtpOptions>, string]>([
    ["an authority that is not trusted", IMPLICIT, { tls: "implicit" }, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["that after STARTTLS", STARTTLS, {}, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    [
      "that after STARTTLS, if offered",
      STARTTLS,
      { tls: "starttls_if_offered" },
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    ["an expired certificate", { ...STARTTLS, ...EXPIRED }, { ca: AUTHORITY }, "CERT_HAS_EXPIRED"],
    [
      "the certificate of another host",
      STARTTLS,
      { ca: AUTHORITY, server_name: "other.test" },
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ],
    ["a server without STARTTLS", { disabledCommands: ["STARTTLS"] }, {}, "ETLS"],
    ["a server without TLS", {}, { tls: "implicit" }, "ERR_SSL_WRONG_VERSION_NUMBER"],
  ])("gives %s no mail", async (_name, server, client, code) => {
    const { port, mails, host } = await start(server);
    const sending = senderTo(port, client).send(mail, fakeContext());
    await expect(sending).rejects.toMatchObject({ code: "CHANNEL_UNTRUSTED", retryable: false });
    await expect(sending).rejects.toThrow(`No TLS to trust at ${host} (${code})`);
    expect(mails).toEqual([]);
  });
});

describe("the log-in", () => {
  const smtp = { tls: "none", user: LOGIN.user, password_secret: "SMTP_PASSWORD" } as const;

  it("has its password from the secrets", async () => {
    const { port, mails } = await start({ authOptional: false });
    const asked: string[] = [];
    const get = (name: string) => Promise.resolve(asked.push(name) > 0 ? LOGIN.password : "");
    await senderTo(port, smtp).send(mail, fakeContext({ secrets: { get } }));
    expect([asked, mails.length]).toEqual([["SMTP_PASSWORD"], 1]);
  });

  it("says when it fails, without the password", async () => {
    const { port, host } = await start({ authOptional: false });
    const sending = senderTo(port, smtp).send(mail, fakeContext());
    await expect(sending).rejects.toMatchObject({
      code: "CHANNEL_UNAUTHORIZED",
      message: `SMTP log-in at ${host} failed (535)`,
    });
  });

  it("says when there should be one", async () => {
    const { port, host } = await start({ authOptional: false });
    await expect(senderTo(port, { tls: "none" }).send(mail, fakeContext())).rejects.toMatchObject({
      code: "CHANNEL_UNAUTHORIZED",
      message: `SMTP log-in at ${host} failed (530)`,
    });
  });

  it("sends nothing when the server has none", async () => {
    const { port, mails } = await start({ disabledCommands: ["AUTH"] });
    await expect(senderTo(port, smtp).send(mail, fakeContext())).rejects.toMatchObject({
      code: "CHANNEL_UNAUTHORIZED",
      retryable: false,
    });
    expect(mails).toEqual([]);
  });

  it("hides a password that the server repeats", async () => {
    const { port, host } = await start({
      onMailFrom: (_address, _session, callback) => callback(reply(550, `not ${LOGIN.password}`)),
    });
    const secrets: ActionSecrets = { get: () => Promise.resolve(LOGIN.password) };
    await expect(senderTo(port, smtp).send(mail, fakeContext({ secrets }))).rejects.toThrow(
      `SMTP from ${host}: 550 not ***`,
    );
  });
});

describe("replies and connections", () => {
  it.each([
    [421, "CHANNEL_UNAVAILABLE", true],
    [450, "CHANNEL_UNAVAILABLE", true],
    [552, "CHANNEL_REJECTED", false],
    [554, "CHANNEL_REJECTED", false],
  ])("reads %i to the whole mail as %s", async (code, expected, retryable) => {
    const { port } = await start({
      onData(stream, _session, callback) {
        stream.resume().once("end", () => callback(reply(code, "no")));
      },
    });
    const sending = senderTo(port, { tls: "none" }).send(mail, fakeContext());
    await expect(sending).rejects.toMatchObject({ code: expected, retryable });
  });

  it("may be repeated when the server hangs up in the middle", async () => {
    const server = createServer((socket) => socket.end("220 mail.test\r\n")).listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push(server);
    const { port } = server.address() as AddressInfo;
    const sending = senderTo(port, { tls: "none" }).send(mail, fakeContext());
    await expect(sending).rejects.toMatchObject({ code: "CHANNEL_UNAVAILABLE", retryable: true });
  });
});

describe("the pool", () => {
  const pooled = { pool: {} };

  it("uses one connection again, and opens a new one after it was closed", async () => {
    const { port, mails, state } = await start(STARTTLS);
    const sender = senderTo(port, { ca: AUTHORITY }, pooled);
    for (let sent = 0; sent < 3; sent += 1) await sender.send(mail, fakeContext());
    expect([mails.length, state.connections]).toEqual([3, 1]);
    sender.close();
    await sender.send(mail, fakeContext());
    expect([mails.length, state.connections]).toEqual([4, 2]);
  });

  it("opens no more connections than it may, and closes one after enough mails", async () => {
    const { port, mails, state } = await start();
    const pool = { max_connections: 1, max_messages: 2 };
    const sender = senderTo(port, { tls: "none" }, { pool });
    await Promise.all(Array.from({ length: 4 }, () => sender.send(mail, fakeContext())));
    expect([mails.length, state.connections]).toEqual([4, 2]);
  });

  it("keeps its connection when one mail is refused", async () => {
    const { port, mails, state } = await start({
      onRcptTo: ({ address }, _session, callback) =>
        callback(address.startsWith("eve") ? reply(550, "no") : undefined),
    });
    const sender = senderTo(port, { tls: "none" }, { pool: { max_connections: 1 } });
    await expect(sender.send({ ...mail, to: "eve@x.org" }, fakeContext())).rejects.toThrow("550 no");
    await sender.send(mail, fakeContext());
    expect([mails.length, state.connections]).toEqual([1, 1]);
  });

  it("closes the connection of a mail that is aborted, and goes on with the others", async () => {
    const abort = new AbortController();
    const { port, mails } = await start({
      onRcptTo: ({ address }, _session, callback) =>
        address.startsWith("eve") ? abort.abort(new Error("cancelled")) : callback(),
    });
    const sender = senderTo(port, { tls: "none" }, { pool: { max_connections: 1 } });
    const stuck = sender.send({ ...mail, to: "eve@x.org" }, fakeContext({ signal: abort.signal }));
    const waiting = sender.send(mail, fakeContext());
    await expect(stuck).rejects.toThrow("cancelled");
    await waiting;
    expect(mails.map(({ to }) => to)).toEqual([["ada@example.org"]]);
  });

  it("opens new connections when the password has changed", async () => {
    const { port, mails, state } = await start({ authOptional: false });
    const smtp = { tls: "none", user: LOGIN.user, password_secret: "SMTP_PASSWORD" } as const;
    const sender = senderTo(port, smtp, pooled);
    const withPassword = (password: string) =>
      fakeContext({ secrets: { get: () => Promise.resolve(password) } });
    await expect(sender.send(mail, withPassword("old"))).rejects.toThrow("failed (535)");
    await sender.send(mail, withPassword(LOGIN.password));
    await sender.send(mail, withPassword(LOGIN.password));
    expect([mails.length, state.connections]).toEqual([2, 2]);
  });
});
