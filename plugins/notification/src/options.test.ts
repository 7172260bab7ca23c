import { type NotificationOptions, optionsSchema } from "./options";

const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const email = { smtp_url: "smtp://127.0.0.1:25", from: "tutti@example.org" };

/** The problems of some options, as `path: message`. */
function problems(options: unknown): readonly string[] {
  const issues = optionsSchema.safeParse(options).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("optionsSchema", () => {
  it("takes no options", () => {
    expect(optionsSchema.parse({})).toEqual({ channels: [] });
  });

  it("fills in the defaults", () => {
    const options: NotificationOptions = {
      webhook: { url: "https://example.org", secret },
      slack: { webhook_url: "https://hooks.slack.com/services/x" },
      email: { ...email, from: "Tutti <tutti@example.org>" },
    };
    expect(optionsSchema.parse(options)).toMatchObject({
      webhook: { secret: [secret], headers: {}, timeout_ms: 15_000 },
      slack: { timeout_ms: 10_000 },
      email: {
        from: { name: "Tutti", address: "tutti@example.org" },
        subject: "Notification",
        timeout_ms: 30_000,
      },
    });
  });

  it.each([
    [{ webhook: { url: "ftp://example.org" } }, "webhook.url: Expected an http or https URL"],
    [{ slack: { webhook_url: "no url" } }, "slack.webhook_url: Expected an http or https URL"],
    [
      { email: { ...email, from: "tutti" } },
      "email.from: Expected an address, as in Tutti <tutti@example.org>",
    ],
    [
      { email: { ...email, reply_to: "team" } },
      "email.reply_to: Expected an address, as in Tutti <tutti@example.org>",
    ],
    [
      { email: { ...email, templates: { a: { html: "{{#b}}" } } } },
      'email.templates.a.html: Unclosed section "b" at 6',
    ],
    [{ email: { from: email.from } }, "email: Give smtp_url or smtp, one of the two"],
    [{ email: { ...email, smtp: { host: "mail" } } }, "email: Give smtp_url or smtp, one of the two"],
    [
      { email: { from: email.from, smtp: { host: "smtp://mail" } } },
      "email.smtp.host: Expected a host name or an address",
    ],
    [
      { email: { from: email.from, smtp: { host: "mail", user: "tutti" } } },
      "email.smtp: user and password_secret belong together",
    ],
    [
      { email: { from: email.from, smtp: { host: "mail", ca: "/etc/ca.pem" } } },
      "email.smtp.ca: Expected PEM",
    ],
    [{ console: { stream: {} } }, "console.stream: Expected a stream"],
    [{ console: { stream: null } }, "console.stream: Expected a stream"],
    [
      { webhook: { url: "https://example.org", headers: { "a b": "c" } } },
      "webhook.headers: Expected names and values that HTTP allows",
    ],
    [
      { webhook: { url: "https://example.org", headers: { a: "b\r\nc: d" } } },
      "webhook.headers: Expected names and values that HTTP allows",
    ],
  ])("says what is wrong with %j", (options, problem) => {
    expect(problems(options)).toEqual([problem]);
  });

  it.each([["http://mail.example.org"], ["mail.example.org"], ["smtp://"], ["smtp:"], [""]])(
    "refuses the SMTP URL %j",
    (smtp_url) => {
      expect(problems({ email: { ...email, smtp_url } })).toEqual([
        "email.smtp_url: Expected a URL such as smtps://user:password@mail.example.org:465",
      ]);
    },
  );

  it.each([["pool"], ["sendmail"], ["streamTransport"], ["jsonTransport"], ["SES"]])(
    "refuses %s in the SMTP URL, which would be another transport",
    (name) => {
      expect(problems({ email: { ...email, smtp_url: `smtp://host?${name}=true` } })[0]).toContain(name);
    },
  );

  it.each([[0], [-1], [1.5], [2 ** 31], ["100"]])("refuses the timeout %j", (timeout_ms) => {
    expect(problems({ email: { ...email, timeout_ms } })).toHaveLength(1);
  });

  it("repeats no secret in a message", () => {
    const found = problems({
      webhook: { url: "top secret", secret: "whsec_top-secret" },
      slack: { webhook_url: "top secret" },
      email: { smtp_url: "http://user:top-secret@host", from: "top secret" },
    });
    expect(found).toHaveLength(5);
    expect(found.join()).not.toMatch(/top.secret/);
  });

  it("refuses what is no channel, and two channels with one name", () => {
    const channel = { name: "sms", description: "", deliver: () => ({}) };
    expect(problems({ channels: [channel] })).toEqual([]);
    for (const broken of [null, {}, { ...channel, name: "My Channel" }, { ...channel, deliver: undefined }]) {
      expect(problems({ channels: [broken] })).toEqual([
        "channels.0: Expected { name, description, deliver() }, the name as in my-channel",
      ]);
    }
    expect(problems({ channels: [channel, { ...channel }] })).toEqual([
      "channels: Two channels have one name",
    ]);
  });

  it("fills in the defaults of a server in parts and of its pool", () => {
    const options = { from: email.from, smtp: { host: "mail.example.org" }, pool: {} };
    expect(optionsSchema.parse({ email: options }).email).toMatchObject({
      smtp: { host: "mail.example.org", tls: "starttls" },
      pool: { max_connections: 5, max_messages: 100 },
    });
  });

  it("refuses unknown options", () => {
    expect(problems({ webhok: {} })).toHaveLength(1);
    expect(problems({ webhook: { url: "https://example.org", uri: "" } })).toHaveLength(1);
  });
});
