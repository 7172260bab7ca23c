import { traceHeaders } from "./trace-headers";

const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;

test("the trace goes on with its state and its baggage", () => {
  expect(
    traceHeaders({ traceparent, tracestate: "x=1,y=2", baggage: "tenant=acme;p=1, user=ada%20l" }),
  ).toEqual({
    traceparent,
    tracestate: "x=1,y=2",
    baggage: { tenant: "acme", user: "ada l" },
  });
});

test("baggage needs no trace, a state does", () => {
  expect(traceHeaders({ tracestate: "x=1", baggage: ["a=1", "b=2"] })).toEqual({
    baggage: { a: "1", b: "2" },
  });
});

test.each([
  { traceparent: "00-x-y-01" },
  { traceparent: traceparent.toUpperCase(), tracestate: "x=1" },
  { baggage: "" },
  { baggage: "=1,a,a b=1,x=%zz" },
  { baggage: `a=${"x".repeat(9000)}` },
])("what is malformed is left out: %j", (headers) => {
  expect(traceHeaders(headers)).toEqual({});
});

test("what grows over the limit when it is encoded is left out", () => {
  const { baggage = {} } = traceHeaders({ baggage: `a=${"é".repeat(1500)},b=1,c=${"<".repeat(3000)}` });
  expect(Object.keys(baggage)).toEqual(["b"]);
});

test("at most 64 names are passed on, and none reaches a prototype", () => {
  const header = ["__proto__=1", ...Array.from({ length: 99 }, (_, index) => `n${index}=1`)].join(",");
  const { baggage = {} } = traceHeaders({ baggage: header });
  expect(Object.keys(baggage).length).toBe(64);
  expect(Object.getPrototypeOf(baggage)).toBe(Object.prototype);
});
