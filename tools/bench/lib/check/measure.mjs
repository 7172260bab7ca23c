import { median } from "../statistics.mjs";
import { calibrate } from "./calibration.mjs";
import { WORKLOADS } from "./workloads.mjs";

const WARM_UP = 3;
const PAIRS = 7;

/** How many calibrations a workload is worth, in CPU time of this process: no clock, no other process. */
export async function measure({ workload, folder }) {
  const { work, stop } = await WORKLOADS[workload](folder);
  for (let time = 0; time < WARM_UP; time++) {
    await calibrate();
    await work();
  }
  const units = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const unit = await cpuOf(calibrate);
    units.push((await cpuOf(work)) / unit);
  }
  await stop();
  return { units: median(units) };
}

async function cpuOf(work) {
  globalThis.gc();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
