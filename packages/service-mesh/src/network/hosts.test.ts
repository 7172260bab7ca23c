import { isAllowedHost, isLocalhost, parseAllowedHost } from "./hosts";

describe("isLocalhost", () => {
  it.each(["http://localhost", "http://LOCALHOST:80", "http://a.localhost."])("holds for %s", (url) =>
    expect(isLocalhost(new URL(url))).toBe(true),
  );

  it.each(["http://127.0.0.1", "http://localhost.example.com", "http://mylocalhost"])(
    "does not hold for %s",
    (url) => expect(isLocalhost(new URL(url))).toBe(false),
  );
});

describe("parseAllowedHost", () => {
  it.each([
    ["api.example.com", { host: "api.example.com", wildcard: false, port: undefined }],
    ["API.Example.com.", { host: "api.example.com", wildcard: false, port: undefined }],
    ["*.example.com", { host: "example.com", wildcard: true, port: undefined }],
    ["127.0.0.1:7001", { host: "127.0.0.1", wildcard: false, port: "7001" }],
    ["[::1]:80", { host: "::1", wildcard: false, port: "80" }],
    ["*.bücher.example:443", { host: "xn--bcher-kva.example", wildcard: true, port: "443" }],
  ])("reads %s", (entry, parsed) => expect(parseAllowedHost(entry)).toEqual(parsed));

  it.each([
    "",
    "*",
    "*.",
    "a.*.com",
    "https://a.com",
    "a.com/x",
    "u@a.com",
    "a b",
    "*.0.0.1",
    "*.[::1]",
    "a.com:http",
    "::1",
    "999.999.999.999",
  ])("does not read %j", (entry) => expect(parseAllowedHost(entry)).toBeUndefined());
});

describe("isAllowedHost", () => {
  const allowed = ["api.example.com", "*.wild.example", "127.0.0.1:7001", "only.example:443", "no/host"];
  const allows = (url: string): boolean => isAllowedHost(new URL(url), allowed);

  it.each([
    "https://api.example.com/x",
    "http://API.example.com:8080",
    "http://api.example.com.",
    "https://a.wild.example",
    "https://a.b.wild.example",
    "http://127.0.0.1:7001",
    "https://only.example",
  ])("allows %s", (url) => expect(allows(url)).toBe(true));

  it.each([
    "https://example.com",
    "https://evil-api.example.com",
    "https://api.example.com.evil.example",
    "https://wild.example",
    "https://evilwild.example",
    "http://127.0.0.1:7002",
    "http://only.example",
  ])("does not allow %s", (url) => expect(allows(url)).toBe(false));
});
