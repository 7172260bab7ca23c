import { EndpointError, joinEndpoint } from "./endpoint";

const join = (base: string, endpoint: string): string => joinEndpoint(new URL(base), endpoint).href;

describe("joinEndpoint", () => {
  it.each([
    ["http://h:1", "/a", "http://h:1/a"],
    ["http://h:1", "a", "http://h:1/a"],
    ["http://h:1", "", "http://h:1/"],
    ["http://h:1/v1/", "", "http://h:1/v1"],
    ["http://h:1/v1/", "/", "http://h:1/v1/"],
    ["http://h:1/v1", "/users/7?full=true", "http://h:1/v1/users/7?full=true"],
    ["http://h:1/v1//", "users", "http://h:1/v1/users"],
    ["http://h:1/v1", "?q=1", "http://h:1/v1?q=1"],
    ["http://h:1/v1", "/a//b", "http://h:1/v1/a//b"],
    ["http://h:1/v1", "/users:search", "http://h:1/v1/users:search"],
    ["http://h:1/v1", "/a@b", "http://h:1/v1/a@b"],
    ["http://h:1/v1", "@evil.example/", "http://h:1/v1/@evil.example/"],
    ["http://h:1/v1", "/..a/...", "http://h:1/v1/..a/..."],
    ["http://h:1/v1", "/files/a%2Fb.txt", "http://h:1/v1/files/a%2Fb.txt"],
    ["http://h:1/v1", "/100%25", "http://h:1/v1/100%25"],
    ["http://h:1/v1", "/é b", "http://h:1/v1/%C3%A9%20b"],
    ["http://h:1/v1", "/a?path=../../b&next=//c&raw=100%", "http://h:1/v1/a?path=../../b&next=//c&raw=100%"],
  ])("puts %j and %j together", (base, endpoint, url) => {
    expect(join(base, endpoint)).toBe(url);
  });

  it.each([
    ["/.. ", "leaves the service's base URL"],
    ["//evil.example/a", 'starts with "//"'],
    ["http://evil.example/a", "a URL of its own"],
    ["HTTPS:evil.example", "a URL of its own"],
    ["javascript:alert(1)", "a URL of its own"],
    ["/..", 'a segment "." or ".."'],
    ["../admin", 'a segment "." or ".."'],
    ["/a/../../admin", 'a segment "." or ".."'],
    ["/a/./b", 'a segment "." or ".."'],
    ["/%2e%2e/admin", 'a segment "." or ".."'],
    ["/.%2E/admin", 'a segment "." or ".."'],
    ["/%252e%252e/admin", 'a segment "." or ".."'],
    ["/%25zz/%252e%252e/admin", 'a segment "." or ".."'],
    ["/a%2f..%2fadmin", 'a segment "." or ".."'],
    ["/a%5c..%5cadmin", 'a segment "." or ".."'],
    ["/..;x=1/admin", 'a segment "." or ".."'],
    ["\\\\evil.example", "a backslash"],
    ["/\\evil.example", "a backslash"],
    ["/a\r\nx-evil: 1", "control characters"],
    ["/a?b=\n", "control characters"],
    ["/\t/evil.example", "control characters"],
    ["/a%0d%0ax-evil:%201", "encoded control characters"],
    ["/a%00", "encoded control characters"],
    ["/a%2500", "encoded control characters"],
    ["/a#b", 'has a "#"'],
    ["/100%", "starts no encoded UTF-8 character"],
    ["/%c0%ae%c0%ae/admin", "starts no encoded UTF-8 character"],
    ["/%252525252525252541", "encoded too many times over"],
  ])("refuses %j", (endpoint, problem) => {
    expect(() => join("http://h:1/v1", endpoint)).toThrow(EndpointError);
    expect(() => join("http://h:1/v1", endpoint)).toThrow(problem);
  });
});
