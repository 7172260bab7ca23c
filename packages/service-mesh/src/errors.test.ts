import { labelOf, serviceError } from "./errors";

describe("serviceError", () => {
  it("names the request, and knows from its code whether repeating helps", () => {
    const error = serviceError(
      { service: "billing", method: "POST", endpoint: "/invoices" },
      { code: "SERVICE_TIMEOUT", problem: "too slow" },
    );
    expect(error).toMatchObject({
      code: "SERVICE_TIMEOUT",
      message: 'Service "billing" (POST /invoices): too slow.',
      retryable: true,
      details: { service: "billing", method: "POST", endpoint: "/invoices" },
    });
  });
});

describe("labelOf", () => {
  it.each([
    ["/a?key=s3cret", "/a?…"],
    ["/a#s3cret", "/a?…"],
    ["http://user:s3cret@host/a", "http://host/a"],
    ["/a\r\nfake log line", String.raw`/a\r\nfake log line`],
    ["x".repeat(300), `${"x".repeat(200)}…`],
  ])("shows %j as %j", (endpoint, shown) => {
    expect(labelOf({ service: "api", method: "GET", endpoint }).endpoint).toBe(shown);
  });
});
