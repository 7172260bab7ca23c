import { measure as measureTasks } from "./common.mjs";

const subject = new URL("../subjects/http.mjs", import.meta.url).href;

/** `seq3` and `lat1` over HTTP: the server is a process of its own, and so is its client. */
export async function measure(options) {
  const { seq3, lat1 } = await measureTasks({ ...options, subject, tasks: ["seq3", "lat1"] });
  return { http: { ...seq3, lat1P50Ms: lat1.p50Ms, lat1P99Ms: lat1.p99Ms } };
}
