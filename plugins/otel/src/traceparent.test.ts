import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { contextBelow, formatTraceparent, parseTraceparent } from "./traceparent";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

describe("a traceparent", () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, 1],
    [`00-${traceId}-${spanId}-00`, 0],
    [`cc-${traceId}-${spanId}-03-what-comes-later`, 3],
  ])("%s names a span of another process", (text, traceFlags) => {
    expect(parseTraceparent(text)).toEqual({ traceId, spanId, traceFlags, isRemote: true });
    expect(trace.getSpanContext(contextBelow(text))?.spanId).toBe(spanId);
  });

  it.each([
    "",
    "00",
    `ff-${traceId}-${spanId}-01`,
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01x`,
  ])("%j names none", (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
    expect(contextBelow(text)).toBe(ROOT_CONTEXT);
  });

  it("is written of a span that has ids", () => {
    expect(formatTraceparent({ traceId, spanId, traceFlags: 1 })).toBe(`00-${traceId}-${spanId}-01`);
    expect(formatTraceparent(INVALID_SPAN_CONTEXT)).toBeUndefined();
  });
});
