import { closeMeshes, rejection, request } from "../testing/mesh";
import { closeServers, json, startServer } from "../testing/server";
import { traceHeaders } from "./trace";

afterEach(async () => {
  await closeMeshes();
  await closeServers();
});

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe("the trace of a request", () => {
  it("goes with it", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    const tracestate = "congo=t61rcWkgMzE,tenant@vendor=1";
    const baggage = { tenant: "a b,c", "user-id": "ü", broken: "\ud800" };
    await request({ url: server.url }, { traceparent, tracestate, baggage });
    expect(server.requests[0]!.headers).toMatchObject({
      traceparent,
      tracestate,
      baggage: "tenant=a%20b%2Cc,user-id=%C3%BC,broken=%EF%BF%BD",
    });
  });

  it("is no header when there is none", async () => {
    const server = await startServer((_seen, response) => json(response, null));
    await request({ url: server.url }, { baggage: {} });
    const names = Object.keys(server.requests[0]!.headers);
    expect(names.filter((name) => /trace|baggage/.test(name))).toEqual([]);
  });

  it.each([
    "",
    "00-trace-span-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
    `${traceparent}\r\nx: y`,
  ])("is left out when it does not fit (%j), and its state with it", (broken) => {
    expect(traceHeaders({ traceparent: broken, tracestate: "a=1" })).toEqual({});
  });

  it.each(["a", "a=1;b=2,=3", "A=1", "a=ü", Array.from({ length: 33 }, (_, n) => `k${n}=1`).join(",")])(
    "goes without a state that does not fit (%j)",
    (tracestate) => expect(traceHeaders({ traceparent, tracestate })).toEqual({ traceparent }),
  );

  it.each([" a=1 , b=2 ", "a=1,,b=2", "a= x"])("takes the state %j", (tracestate) =>
    expect(traceHeaders({ traceparent, tracestate })).toEqual({ traceparent, tracestate }),
  );

  it.each([
    [{ "a b": "c" }, 'baggage has the name "a b"'],
    [{ a: "x".repeat(8191) }, "more than 64 entries or 8192 bytes"],
    [Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, "1"])), "more than 64 entries"],
  ])("takes no baggage that can't be sent (%#)", async (baggage, problem) => {
    const error = await rejection(request({ url: "http://127.0.0.1:9" }, { baggage }));
    expect(error).toMatchObject({ code: "INVALID_REQUEST", retryable: false });
    expect(error.message).toContain(problem);
  });
});
