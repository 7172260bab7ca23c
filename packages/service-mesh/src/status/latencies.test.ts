import { Latencies } from "./latencies";

describe("Latencies", () => {
  it("knows nothing at the beginning", () => {
    expect(new Latencies().status()).toEqual({ p50: null, p95: null, p99: null });
  });

  it("tells the percentiles", () => {
    const latencies = new Latencies();
    for (let ms = 100; ms >= 1; ms--) latencies.add(ms);
    expect(latencies.status()).toEqual({ p50: 50, p95: 95, p99: 99 });
  });

  it("is all of one request", () => {
    const latencies = new Latencies();
    latencies.add(1.2345);
    expect(latencies.status()).toEqual({ p50: 1.23, p95: 1.23, p99: 1.23 });
  });

  it("forgets all but the newest 1,000", () => {
    const latencies = new Latencies();
    for (let count = 0; count < 500; count++) latencies.add(10_000);
    for (let count = 0; count < 1000; count++) latencies.add(7);
    expect(latencies.status()).toEqual({ p50: 7, p95: 7, p99: 7 });
  });
});
