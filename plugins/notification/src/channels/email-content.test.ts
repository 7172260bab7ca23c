import type { EmailOptions } from "../email/email-options";
import { optionsSchema } from "../options";
import { fakeContext } from "../testing/fake-context";
import { smtpReceiver } from "../testing/smtp-receiver";
import type { Notification } from "../types";
import { emailChannel } from "./email";

const report = { subject: "{{data.rows}} rows", html: "<p>{{message}}</p><b>{{data.owner}}</b>" };
const hi: Notification = { message: "1 < 2", priority: "normal", recipients: ["ada@example.org"] };

let receiver: Awaited<ReturnType<typeof smtpReceiver>>;
beforeEach(async () => (receiver = await smtpReceiver()));
afterEach(() => receiver.close());

async function send(notification: Partial<Notification>, options: Partial<EmailOptions> = {}) {
  const email = { smtp_url: receiver.url, from: "Tutti <tutti@example.org>", ...options };
  const channel = emailChannel(optionsSchema.parse({ email }).email!);
  await channel.deliver({ ...hi, ...notification }, fakeContext());
  return receiver.mails[0]!;
}

const subjectOf = (raw: string) => /^Subject: (.*)\r$/m.exec(raw)?.[1];

describe("the email channel", () => {
  it("sends text and HTML when the workflow names a template, with the values escaped", async () => {
    const data = { rows: 3, owner: "<Ada>" };
    const { raw } = await send({ template: "report", data }, { templates: { report } });
    expect(raw).toContain("Content-Type: multipart/alternative;");
    expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8\r\n[^]*\r\n\r\n1 < 2\r\n/);
    expect(raw).toMatch(
      /Content-Type: text\/html; charset=utf-8\r\n[^]*\r\n\r\n<p>1 &lt; 2<\/p><b>&lt;Ada&gt;<\/b>\r\n/,
    );
    expect(subjectOf(raw)).toBe("3 rows");
  });

  it("prefers the workflow's subject to the template's, and the template's text to the message", async () => {
    const templates = { report: { ...report, text: "Text: {{message}}" } };
    const data = { rows: 3, owner: "Ada" };
    const { raw } = await send({ template: "report", subject: "Mine", data }, { templates });
    expect(subjectOf(raw)).toBe("Mine");
    expect(raw).toContain("\r\n\r\nText: 1 < 2\r\n");
  });

  it("lets no value of a subject begin another header", async () => {
    const data = { rows: "3\r\nBcc: eve@example.org", owner: "Ada" };
    const { raw, to } = await send({ template: "report", data }, { templates: { report } });
    expect(subjectOf(raw)).toBe("3 Bcc: eve@example.org rows");
    expect(to).toEqual(["ada@example.org"]);
  });

  it("sends nothing when a value is missing", async () => {
    const sending = send({ template: "report", data: { rows: 3 } }, { templates: { report } });
    await expect(sending).rejects.toMatchObject({
      code: "INVALID_TEMPLATE_DATA",
      message: "The template report needs data.owner",
    });
    expect(receiver.state.connections).toBe(0);
  });

  it("sends copies, and shows only those of cc", async () => {
    const { raw, to } = await send({ cc: ["Bob <bob@example.org>"], bcc: ["carol@example.org"] });
    expect(to).toEqual(["ada@example.org", "bob@example.org", "carol@example.org"]);
    expect(raw).toContain("Cc: Bob <bob@example.org>\r\n");
    expect(raw).not.toContain("carol");
  });

  it("says where answers go: as the workflow does, or else the options", async () => {
    const { raw } = await send({}, { reply_to: "Team <team@example.org>" });
    expect(raw).toContain("Reply-To: Team <team@example.org>\r\n");
    const other = { reply_to: "ada@example.org" };
    await send(other, { reply_to: "Team <team@example.org>" });
    expect(receiver.mails[1]?.raw).toContain("Reply-To: ada@example.org\r\n");
  });

  it.each([
    [{ cc: ["bob"] }, "bob"],
    [{ bcc: ["a@x.org, b@x.org"] }, "a@x.org, b@x.org"],
    [{ reply_to: "a@x.org\r\nBcc: eve@x.org" }, String.raw`a@x.org\r\nBcc: eve@x.org`],
  ])("refuses %j before it connects", async (fields, shown) => {
    await expect(send(fields)).rejects.toMatchObject({
      code: "INVALID_RECIPIENTS",
      message: `Not an e-mail address: "${shown}"`,
    });
    expect(receiver.state.connections).toBe(0);
  });
});
