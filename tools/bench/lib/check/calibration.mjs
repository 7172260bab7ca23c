const DOCUMENTS = 10_000;

/**
 * A fixed piece of work of the kinds that an engine does: objects, maps, JSON, texts and promises. What a
 * workload takes is counted in these, so that the speed of the machine cancels out.
 */
export async function calibrate() {
  const index = new Map();
  let length = 0;
  for (let number = 0; number < DOCUMENTS; number++) {
    const id = `document-${number}`;
    const entries = Array.from({ length: 8 }, (_, position) => ({ id, position, value: number ^ position }));
    index.set(id, JSON.parse(JSON.stringify({ id, entries, status: "completed", error: null })));
    length += await later(index.get(id).entries.length);
  }
  for (const [id, { entries }] of index)
    length += id.length + entries.filter(({ value }) => value > 0).length;
  if (length === 0) throw new Error("unreachable");
}

async function later(value) {
  await undefined;
  return value;
}
