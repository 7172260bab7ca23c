import { createRequire } from "node:module";
import { Agent } from "node:http";
import { closedLoop } from "../closed-loop.mjs";
import { median } from "../statistics.mjs";
import { startServices } from "../subjects/services.mjs";

const require = createRequire(import.meta.url);
const { createServiceMesh } = require("../../../../packages/service-mesh/dist/index.js");
// The very got that the mesh is built on.
const { got } = require("../../../../packages/service-mesh/vendor/got.cjs");

const CONCURRENCY = 1000;
const CALLS = 2000;
const WARM_UP = 3000;
const TIMES = 12;
const DOCUMENT = { url: "https://example.com/a.pdf", analysis_type: "comprehensive" };

/** What a call through the mesh costs beside one with got alone, at 1,000 calls under way. */
export async function measure({ share = 1 }) {
  const [url] = await startServices("good");
  const mesh = createServiceMesh({ services: { analysis: { url } } });
  const client = mesh.getClient("analysis");
  const agent = { http: new Agent({ keepAlive: true }) };
  const calls = {
    got: async () => {
      const { body } = await got.post(`${url}/analyze`, { json: DOCUMENT, responseType: "json", agent });
      check(body);
    },
    mesh: async () => check((await client.makeRequest("POST", "/analyze", DOCUMENT)).response),
  };
  for (const once of Object.values(calls)) await rate(once, WARM_UP * Math.max(share, 0.1));
  const measured = [];
  // In short turns, each first as often as the other, so that a noisy second slows both.
  for (let time = 0; time < TIMES; time++) {
    const order = time % 2 === 0 ? ["got", "mesh"] : ["mesh", "got"];
    const perSecond = {};
    for (const name of order) perSecond[name] = await rate(calls[name], CALLS * share);
    measured.push({ ...perSecond, times: perSecond.got / perSecond.mesh });
  }
  await mesh.close();
  const of = (name) => median(measured.map((one) => one[name]));
  return { mesh: { gotPerSecond: of("got"), perSecond: of("mesh"), timesGot: of("times") } };
}

function check({ ok }) {
  if (ok !== true) throw new Error("a wrong answer");
}

async function rate(once, count) {
  const { perSecond } = await closedLoop({
    once,
    count: Math.ceil(count),
    concurrency: CONCURRENCY,
    longestMs: Number.POSITIVE_INFINITY,
  });
  return perSecond;
}
