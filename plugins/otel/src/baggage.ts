import { type Context, propagation } from "@opentelemetry/api";

/** The baggage that is active, as names with values; metadata of its entries is left out. */
export function activeBaggage(): Record<string, string> {
  const entries = propagation.getActiveBaggage()?.getAllEntries() ?? [];
  return Object.fromEntries(entries.map(([name, { value }]) => [name, value]));
}

/** A context with baggage, for whatever the application has that sends it on. */
export function withBaggage(context: Context, baggage: Readonly<Record<string, string>> = {}): Context {
  const entries = Object.entries(baggage);
  if (entries.length === 0) return context;
  const all = Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
  return propagation.setBaggage(context, propagation.createBaggage(all));
}
