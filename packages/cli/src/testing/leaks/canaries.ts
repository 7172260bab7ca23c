import { randomBytes } from "node:crypto";

/** A secret of its own, with what encodings change; letters in front, so that `+` and `/` come in base64 as well. */
const canary = (name: string): string => `${name}-${randomBytes(9).toString("hex")}/+&~ü?>`;

/** A secret that headers take. */
const ascii = (name: string): string => `${name}-${randomBytes(12).toString("hex")}/+&~?>`;

/** One secret for each way into the system. */
export const canaries = {
  environment: canary("environment"),
  file: `-----BEGIN KEY-----\n${randomBytes(33).toString("base64")}\n${randomBytes(33).toString("base64")}\n-----END KEY-----`,
  provider: canary("provider"),
  parameter: canary("parameter"),
  objectParameter: canary("object"),
  bearer: ascii("bearer"),
  password: ascii("password"),
  apiKey: ascii("apikey"),
  queryKey: canary("query"),
  clientSecret: ascii("client"),
  accessToken: ascii("token"),
  slackPath: randomBytes(16).toString("hex"),
  webhookPath: randomBytes(16).toString("hex"),
  webhookSecret: randomBytes(32).toString("base64"),
  webhookHeader: ascii("header"),
  smtpPassword: ascii("smtp"),
  signal: canary("signal"),
} as const;

/** What must be found nowhere: each secret as it is and in the encodings that the documentation names. */
export function tracesOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = ["", "u:", "ada:"].flatMap((before) => {
    const bytes = Buffer.from(before + secret);
    // The last characters depend on what follows.
    return [bytes.toString("base64").slice(4, -4), bytes.toString("base64url").slice(4, -4)];
  });
  const lines = secret.split("\n").filter((line) => !line.startsWith("-----"));
  const forms = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ k: secret }).toString().slice(2),
    Buffer.from(secret).toString("hex"),
    secret.replaceAll("&", "&amp;").replaceAll(">", "&gt;"),
    secret.slice(0, 40),
    ...base64,
    ...lines,
  ];
  return [...new Set(forms)];
}
