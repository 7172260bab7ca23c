import { TuttiError } from "../errors";
import type { EventStream } from "../events";
import type { EventSink } from "../plugin/index";

/** Lets each sink take events. Throws `INVALID_OPTIONS` that names the sink when it can't be used. */
export function startSinks(sinks: readonly EventSink[], events: EventStream): void {
  const names = new Set<string>();
  for (const sink of sinks) {
    if (names.has(sink.name))
      throw refused(sink, "another sink has its name", "Give each sink a name of its own.");
    names.add(sink.name);
    startSink(sink, events);
  }
}

function startSink(sink: EventSink, events: EventStream): void {
  const { concurrency = 1, filter, fromPosition, name, retry } = sink;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw refused(sink, `concurrency is ${concurrency}`, "Give a whole number of at least 1.");
  const options = {
    ...filter,
    group: name,
    ...(fromPosition !== undefined && { fromPosition }),
    ...(retry !== undefined && { retry }),
  };
  for (let member = 0; member < concurrency; member++)
    events.subscribe(options, (event, delivery) => sink.deliver(event, delivery));
}

function refused({ name }: EventSink, problem: string, fix: string): TuttiError {
  return TuttiError.of("INVALID_OPTIONS", { where: `event sink "${name}"`, problem, fix });
}
