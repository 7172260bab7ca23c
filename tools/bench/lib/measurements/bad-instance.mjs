import { createRequire } from "node:module";
import { percentile } from "../statistics.mjs";
import { startServices } from "../subjects/services.mjs";

const require = createRequire(import.meta.url);
const { createServiceMesh } = require("../../../../packages/service-mesh/dist/index.js");

const CONCURRENCY = 20;
const LONGEST_MS = 6000;
/** Short, so that the bad one comes back several times meanwhile, as it would in hours; the breaker would prevent that. */
const HEALTH = { eject_seconds: 1, slow_start_seconds: 1 };
const OFF = { passive_health: false, circuit_breaker: false };

/**
 * One of three instances is overloaded: it answers 503, and late. What callers see of it, without any policy, until
 * it is ejected, and from then on; and the calls that it was spared.
 */
export async function measure({ share = 1 }) {
  const instances = (await startServices("good", "good", "bad")).map((url) => ({ url }));
  const without = await load({ instances, ...OFF }, share);
  const guarded = await load({ instances, ...OFF, passive_health: HEALTH }, share);
  const ejection = guarded.calls.findIndex(({ at }) => at >= guarded.ejectedAt);
  const [before, after] = [guarded.calls.slice(0, ejection), guarded.calls.slice(ejection)];
  return {
    badInstance: {
      withoutFailed: failedPart(without.calls),
      withoutP99Ms: p99(without.calls),
      beforeFailed: failedPart(before),
      afterFailed: failedPart(after),
      afterP99Ms: p99(after),
      // Without policies a third of the calls goes there.
      spared: 1 - guarded.toBad / (guarded.calls.length / 3),
    },
  };
}

async function load(service, share) {
  let ejectedAt = Number.POSITIVE_INFINITY;
  const mesh = createServiceMesh({
    services: { api: service },
    onStateChange({ type }) {
      if (type === "instance.ejected") ejectedAt = Math.min(ejectedAt, performance.now());
    },
  });
  const client = mesh.getClient("api");
  const calls = [];
  const end = performance.now() + LONGEST_MS * Math.max(share, 0.1);
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let at = performance.now(); at < end; at = performance.now()) {
        const failed = await client.makeRequest("GET", "/").then(
          () => false,
          () => true,
        );
        calls.push({ at, failed, ms: performance.now() - at });
      }
    }),
  );
  const [{ instances }] = mesh.status().services;
  await mesh.close();
  calls.sort((a, b) => a.at - b.at);
  return { calls, ejectedAt, toBad: instances[2].requests.total };
}

function failedPart(calls) {
  return calls.filter(({ failed }) => failed).length / calls.length;
}

function p99(calls) {
  return percentile(
    calls.map(({ ms }) => ms),
    0.99,
  );
}
