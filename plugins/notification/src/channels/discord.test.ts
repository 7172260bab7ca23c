import { type DiscordOptions, optionsSchema } from "../options";
import { deliveryOutcome } from "../testing/delivery-outcome";
import { type Answer, httpReceiver, status } from "../testing/http-receiver";
import type { Notification } from "../types";
import { discordChannel } from "./discord";

const MADE = status(200, { "content-type": "application/json" }, '{"id":"1187","channel_id":"2"}');
const nobody = { allowed_mentions: { parse: [] } };

/** Delivers to a receiver in Discord's place, and says what it got and what came of it. */
async function post(
  notification: Partial<Notification>,
  answer: Answer = MADE,
  options: Partial<DiscordOptions> = {},
) {
  const receiver = await httpReceiver(answer);
  try {
    const discord = { webhook_url: `${receiver.url}/api/webhooks/1/top-secret?thread_id=7`, ...options };
    const channel = discordChannel(optionsSchema.parse({ discord }).discord!);
    const { receipt, error } = await deliveryOutcome(channel, notification);
    expect(error?.message ?? "").not.toContain("top-secret");
    const { requests, host } = receiver;
    return { receipt, error, host, requests, json: JSON.parse(requests[0]?.body ?? "null") as unknown };
  } finally {
    await receiver.close();
  }
}

describe("the discord channel", () => {
  it("posts the message, with the subject in bold, and gives its id", async () => {
    const { json, receipt, requests } = await post({});
    expect(json).toEqual({ content: "hi", ...nobody });
    expect(receipt).toEqual({ id: "1187" });
    expect(requests[0]?.path).toBe("/api/webhooks/1/top-secret?thread_id=7&wait=true");
    const { json: headed } = await post({ subject: "Import" });
    expect(headed).toEqual({ content: "**Import**\nhi", ...nobody });
  });

  it("shows the name of the options", async () => {
    const { json } = await post({}, MADE, { username: "Tutti" });
    expect(json).toEqual({ content: "hi", username: "Tutti", ...nobody });
  });

  it("takes the meaning from mentions, hidden links and escapes of them", async () => {
    const message = String.raw`<@1> [x](https://y) \[z](https://y) C:\temp`;
    const { json } = await post({ message });
    expect(json).toMatchObject({
      content: String.raw`\<@1> \[x](https://y) \\\[z](https://y) C:\\temp`,
      ...nobody,
    });
  });

  it("makes an embed of what is too long for a text", async () => {
    const short = await post({ message: "x".repeat(2000) });
    expect(short.json).toMatchObject({ content: "x".repeat(2000) });
    const long = await post({ message: "x".repeat(2001), subject: "Import" });
    expect(long.json).toEqual({ embeds: [{ title: "Import", description: "x".repeat(2001) }], ...nobody });
    const plain = await post({ message: "x".repeat(4096) });
    expect(plain.json).toEqual({ embeds: [{ description: "x".repeat(4096) }], ...nobody });
  });

  it("counts characters, not their parts", async () => {
    const { json } = await post({ message: "🎉".repeat(2000) });
    expect(json).toMatchObject({ content: "🎉".repeat(2000) });
  });

  it("passes on a layout beside the message", async () => {
    const embeds = [{ title: "Rows", fields: [{ name: "read", value: "3" }] }];
    const { json } = await post({ data: { discord: { embeds } } });
    expect(json).toEqual({ content: "hi", embeds, ...nobody });
  });

  it.each([
    [{ message: "x".repeat(4097) }, "4096 characters of message, and this is 4097"],
    [{ message: "x".repeat(2000), subject: "s".repeat(257) }, "256 characters of subject, and this is 257"],
    [
      { message: "x".repeat(2001), data: { discord: { embeds: [] } } },
      "2000 characters of content beside embeds, and this is 2001",
    ],
  ])("sends nothing that Discord would refuse as too long (%#)", async (notification, reason) => {
    const { error, requests } = await post(notification);
    expect(error).toMatchObject({
      code: "MESSAGE_TOO_LONG",
      retryable: false,
      message: `Discord takes ${reason}: shorten it, or send it in parts`,
    });
    expect(requests).toEqual([]);
  });

  it.each([
    ['{"message":"You are being rate limited.","retry_after":0.6201,"global":false}', 621],
    ['{"retry_after":12}', 12_000],
    ['{"retry_after":-1}', 1000],
    ['{"retry_after":"soon"}', 1000],
    ["<html>error 1015</html>", 1000],
    ["null", 1000],
  ])("waits as long as the answer %s asks for, or else its header", async (body, wait) => {
    const { error } = await post({}, status(429, { "retry-after": "1" }, body));
    expect(error).toMatchObject({ code: "CHANNEL_UNAVAILABLE", retryable: true, retryAfterMs: wait });
  });

  it.each([
    [404, '{"message":"Unknown Webhook","code":10015}', "CHANNEL_REJECTED", " (Unknown Webhook, code 10015)"],
    [
      401,
      '{"message":"Invalid Webhook Token","code":50027}',
      "CHANNEL_UNAUTHORIZED",
      " (Invalid Webhook Token, code 50027)",
    ],
    [400, '{"content":["top-secret"]}', "CHANNEL_REJECTED", ""],
    [502, "<html>top-secret</html>", "CHANNEL_UNAVAILABLE", ""],
  ])("says why Discord refused with HTTP %i %s", async (code, body, expected, reason) => {
    const { error, host } = await post({}, status(code, {}, body));
    expect(error).toMatchObject({ code: expected, message: `HTTP ${code} from ${host}${reason}` });
  });

  it("has no id when the answer has none", async () => {
    await expect(post({}, status(204))).resolves.toMatchObject({ receipt: undefined, error: undefined });
  });
});
