/**
 * Compares measured work units with the stored ones. Gives a line per workload, and whether all is well:
 * more work than the tolerance allows is not, and neither is a workload without a baseline or without a value.
 */
export function compare({ tolerance, units: baseline }, measured) {
  const names = [...new Set([...Object.keys(baseline), ...Object.keys(measured)])];
  const lines = names.map((name) =>
    verdict(name, { before: baseline[name], now: measured[name], tolerance }),
  );
  return { lines, ok: lines.every((line) => line.startsWith("PASS")) };
}

function verdict(name, { before, now, tolerance }) {
  if (now === undefined) return `FAIL  ${name}: could not be measured`;
  if (typeof now === "string") return `FAIL  ${name}: ${now}`;
  if (before === undefined)
    return `FAIL  ${name}: ${now.toFixed(2)} units, no baseline; store one with --update`;
  const change = now / before - 1;
  const percent = `${change < 0 ? "−" : "+"}${Math.abs(change * 100).toFixed(0)} %`;
  const moved = `${name}: ${before.toFixed(2)} → ${now.toFixed(2)} units (${percent})`;
  if (change > tolerance)
    return `FAIL  ${moved}, more than ${Math.round(tolerance * 100)} % above the baseline`;
  return change < -tolerance ? `PASS  ${moved}, better: keep it with --update` : `PASS  ${moved}`;
}
