import { createHmac } from "node:crypto";
import { optionsSchema, type WebhookOptions } from "../options";
import { fakeContext, NOW } from "../testing/fake-context";
import { httpReceiver } from "../testing/http-receiver";
import type { Notification } from "../types";
import { webhookChannel } from "./webhook";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const hi: Notification = { message: "hi", priority: "normal" };

let receiver: Awaited<ReturnType<typeof httpReceiver>>;
beforeEach(async () => (receiver = await httpReceiver()));
afterEach(() => receiver.close());

function channel(options: Partial<WebhookOptions> = {}) {
  return webhookChannel(optionsSchema.parse({ webhook: { url: receiver.url, ...options } }).webhook!);
}

function received() {
  const [request, ...others] = receiver.requests;
  expect(others).toEqual([]);
  return { ...request!, json: JSON.parse(request!.body) as unknown };
}

describe("the webhook channel", () => {
  it("posts the notification and where it came from", async () => {
    const full = { ...hi, subject: "s", recipients: ["r"], data: { n: 1 } };
    await expect(channel().deliver(full, fakeContext())).resolves.toEqual({ id: "key-1" });
    expect(received().json).toEqual({
      type: "notification",
      timestamp: "2026-11-22T12:00:00.500Z",
      data: {
        ...full,
        workflow_id: "workflow-1",
        execution_id: "execution-1",
        action_id: "notify",
        correlation_id: "correlation-1",
      },
    });
  });

  it("signs the body as it was sent, with the id and the time of the attempt", async () => {
    await channel({ secret }).deliver({ ...hi, message: "grüße" }, fakeContext());
    const { headers, body } = received();
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const timestamp = Math.floor(NOW / 1000);
    const expected = createHmac("sha256", key).update(`key-1.${timestamp}.${body}`).digest("base64");
    expect(headers["webhook-id"]).toBe("key-1");
    expect(headers["webhook-timestamp"]).toBe(String(timestamp));
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
  });

  it("signs with each of several secrets", async () => {
    const other = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
    await channel({ secret: [other, secret] }).deliver(hi, fakeContext());
    expect(received().headers["webhook-signature"]).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  it("sends the option's headers, which can't replace those of the webhook", async () => {
    const headers = { authorization: "Bearer t", "Webhook-Id": "forged", "content-type": "text/plain" };
    await channel({ headers }).deliver(hi, fakeContext());
    const got = received().headers;
    expect(got).toMatchObject({
      authorization: "Bearer t",
      "webhook-id": "key-1",
      "content-type": "application/json",
    });
    expect(got).toMatchObject({ traceparent: fakeContext().traceparent });
    expect(got).not.toHaveProperty("webhook-signature");
  });

  it("repeats the id when a delivery is repeated", async () => {
    await channel().deliver(hi, fakeContext({ attempt: 1 }));
    await channel().deliver(hi, fakeContext({ attempt: 2 }));
    expect(receiver.requests.map(({ headers }) => headers["webhook-id"])).toEqual(["key-1", "key-1"]);
  });
});
