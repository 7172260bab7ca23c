import { webhookHeaders, webhookKey } from "./standard-webhooks";

// The vector that the reference libraries of Standard Webhooks test with.
const message = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
};
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

const of = (length: number) => `whsec_${Buffer.alloc(length, 7).toString("base64")}`;

describe("webhookHeaders", () => {
  it("signs as the specification's vector does", () => {
    expect(webhookHeaders(message, [webhookKey(secret)!])).toEqual({
      "webhook-id": message.id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": signature,
    });
  });

  it("gives one signature for each key", () => {
    const headers = webhookHeaders(message, [webhookKey(of(32))!, webhookKey(secret)!]);
    expect(headers["webhook-signature"]).toMatch(/^v1,[\w+/=]{44} v1,[\w+/=]{44}$/);
    expect(headers["webhook-signature"]?.endsWith(` ${signature}`)).toBe(true);
  });

  it("signs nothing without a key", () => {
    expect(webhookHeaders(message, [])).toEqual({
      "webhook-id": message.id,
      "webhook-timestamp": "1614265330",
    });
  });
});

describe("webhookKey", () => {
  it("takes 24 to 64 bytes", () => {
    expect([24, 64].map((length) => webhookKey(of(length))?.length)).toEqual([24, 64]);
    expect([23, 65].map((length) => webhookKey(of(length)))).toEqual([undefined, undefined]);
  });

  it.each([["whsec_"], ["whsec_not base64, but long enough to be"], [of(32).slice(6)], [""]])(
    "refuses %j",
    (text) => {
      expect(webhookKey(text)).toBeUndefined();
    },
  );
});
