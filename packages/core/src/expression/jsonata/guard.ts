import { DEFAULT_EVALUATION_LIMITS, type EvaluationLimits, type Scope } from "../types";
import type { Node } from "./ast";
import { type RegexEngine, regexEngine } from "./regex";

/** Thrown inside an evaluation that goes over a limit; becomes `EXPRESSION_LIMIT`. */
export class LimitExceeded extends Error {
  constructor(
    readonly limit: keyof EvaluationLimits,
    readonly value: number,
  ) {
    super(`over the limit ${limit}`);
  }
}

/** What a tree says about how many evaluations may be open at once, and how many tuples it may collect. */
export interface Bounds {
  readonly nodes: number;
  readonly height: number;
  readonly maxTuples: number;
}

/** An array that JSONata's evaluator made to collect values, with the marks it puts there. */
export interface Sequence extends Array<unknown> {
  sequence?: boolean;
  tupleStream?: boolean;
  keepSingleton?: boolean;
}

// A clock is read in about 40 ns, an evaluation step takes about 500.
const STEPS_PER_CLOCK = 32;
const PAUSE_EVERY_MS = 10;
// Values on the way to a result may be bigger than a result, and come and go, but not without end.
const INTERMEDIATE_FACTOR = 16;
const ALLOCATION_FACTOR = 256;
// At worst RE2 takes some 50 ns per character and state.
const SEARCH_COST_PER_MS = 50_000;

/** Watches over one evaluation: its time, its depth, and the size of every value it makes. */
export class Guard {
  readonly limits: EvaluationLimits;
  /** The longest array, and the longest text, that an expression may make. */
  readonly maxItems: number;
  readonly maxText: number;
  /** Collects values like JSONata's own, with a bound on its length. */
  readonly createSequence: (...first: unknown[]) => Sequence;
  readonly RegexEngine: RegexEngine;
  private readonly started: number;
  private sizes: WeakMap<object, number> | undefined;
  private readonly maxOpen: number;
  private steps = 0;
  private allocated = 0;
  private pausedMs = 0;
  private lastPause: number;
  private pausing: Promise<void> | undefined;
  private nowMs: number | undefined;

  constructor(
    readonly scope: Scope,
    bounds: Bounds,
  ) {
    this.limits = scope.limits ?? DEFAULT_EVALUATION_LIMITS;
    // A small result can need big values on the way: a low limit on results is none on those.
    this.maxText = Math.max(this.limits.outputBytes, DEFAULT_EVALUATION_LIMITS.outputBytes);
    this.maxItems = Math.ceil(this.maxText / 2);
    // Parts of an array or object are evaluated at once, so as many nodes may be open as the tree has; beyond that
    // each nested call opens at most the tree's height.
    this.maxOpen = bounds.nodes + this.limits.depth * bounds.height;
    this.createSequence = sequences(this, bounds.maxTuples);
    this.RegexEngine = regexEngine((cost) => this.search(cost));
    this.started = scope.monotonic();
    this.lastPause = this.started;
  }

  /** The evaluation's one time: `$now()` gives the same at each call. */
  now(): number {
    this.nowMs ??= this.scope.now();
    return this.nowMs;
  }

  /** Called before each node is evaluated. */
  step(open: number): void {
    if (open > this.maxOpen) throw new LimitExceeded("depth", this.limits.depth);
    this.steps += 1;
    if (this.steps % STEPS_PER_CLOCK === 0) this.checkTime();
  }

  checkTime(): void {
    if (this.scope.monotonic() - this.started - this.pausedMs > this.limits.timeMs) {
      throw new LimitExceeded("timeMs", this.limits.timeMs);
    }
  }

  private search(cost: number): void {
    this.checkTime();
    if (cost > this.limits.timeMs * SEARCH_COST_PER_MS) throw new LimitExceeded("timeMs", this.limits.timeMs);
  }

  /** Called with each node's value. Marks it where `keep` says so, and gives a promise when it is time to pause. */
  result(node: Node, value: unknown): Promise<void> | undefined {
    if (typeof value === "object" && value !== null) this.object(node, value);
    else if (typeof value === "string" && node.type === "binary") this.text(value);
    // Parts that are evaluated at once pause together.
    return this.pausing ?? (this.steps % STEPS_PER_CLOCK === 0 ? this.pauseWhenDue() : undefined);
  }

  private object(node: Node, value: object): void {
    if (Array.isArray(value) && (value as Sequence).sequence === true) {
      if (node.keep === true) (value as Sequence).keepSingleton = true;
      // A lone value was looked at where it came from.
      if (value.length > 1) this.made(value);
    } else if (node.type === "unary" || node.group !== undefined) this.made(value);
  }

  /** Called with each text that an expression makes. */
  text(text: string): void {
    if (text.length > this.maxText) this.tooBig();
  }

  /** Called with each array and object that an expression makes. */
  made(value: object): void {
    if (this.sizes?.has(value) === true) return;
    const parts = partsOf(value);
    this.allocate(16 + 8 * parts.length);
    if (parts.length > this.maxItems) this.tooBig();
    let size = frameSize(value);
    for (const part of parts) size += this.sizeOf(part);
    this.remember(value, size);
    if (size > this.maxText * INTERMEDIATE_FACTOR) this.tooBig();
  }

  private remember(value: object, size: number): void {
    // Made on first need: most evaluations make no array or object.
    this.sizes ??= new WeakMap();
    this.sizes.set(value, size);
  }

  /** Adds to what the evaluation has used; what was freed meanwhile counts too, as nobody can tell. */
  allocate(bytes: number): void {
    this.allocated += bytes;
    if (this.allocated > this.maxText * ALLOCATION_FACTOR) this.tooBig();
  }

  tooBig(): never {
    throw new LimitExceeded("outputBytes", this.limits.outputBytes);
  }

  /**
   * The size of a value as JSON, roughly. A part that stands in many places counts each time: values that share
   * parts stay small in memory, but anything that walks them takes time for each place.
   */
  private sizeOf(value: unknown): number {
    if (typeof value === "string") return value.length + 2;
    if (typeof value !== "object" || value === null) return 4;
    const known = this.sizes?.get(value);
    if (known !== undefined) return known;
    const size = this.walk(value);
    this.remember(value, size);
    return size;
  }

  private walk(value: object): number {
    let size = 0;
    const open: object[] = [value];
    while (size <= this.maxText * INTERMEDIATE_FACTOR) {
      const next = open.pop();
      if (next === undefined) break;
      size += frameSize(next);
      for (const part of partsOf(next)) {
        if (typeof part === "object" && part !== null) open.push(part);
        else size += this.sizeOf(part);
      }
    }
    return size;
  }

  private pauseWhenDue(): Promise<void> | undefined {
    const { pause, monotonic } = this.scope;
    if (pause === undefined || monotonic() - this.lastPause < PAUSE_EVERY_MS) return undefined;
    this.pausing = this.rest(pause);
    return this.pausing;
  }

  private async rest(pause: () => Promise<void>): Promise<void> {
    const from = this.scope.monotonic();
    await pause();
    this.pausing = undefined;
    this.lastPause = this.scope.monotonic();
    this.pausedMs += this.lastPause - from;
  }
}

/** What an array or object holds. What a function holds is no data. */
function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isFunctionValue(value) ? [] : Object.values(value);
}

/** The size of what holds an array's or object's parts together: brackets, commas, keys. */
function frameSize(value: object): number {
  if (Array.isArray(value)) return 2 + value.length;
  let size = 2;
  for (const key of Object.keys(value)) size += key.length + 4;
  return size;
}

/** Is it a function as JSONata's evaluator makes them? Data that only looks like one has no functions inside. */
export function isFunctionValue(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null) return false;
  const { environment, implementation } = value as {
    environment?: { bind?: unknown } | null;
    implementation?: unknown;
  };
  return typeof implementation === "function" || typeof environment?.bind === "function";
}

function sequences(guard: Guard, maxTuples: number): (...first: unknown[]) => Sequence {
  // One function for all sequences, and not a class: both others cost a third of an evaluation's time.
  function push(this: Sequence, item: unknown): number {
    if (this.length >= guard.maxItems || (this.tupleStream === true && this.length >= maxTuples))
      guard.tooBig();
    this[this.length] = item;
    return this.length;
  }
  return (...first) => {
    const sequence: Sequence = [];
    sequence.sequence = true;
    sequence.push = push;
    if (first.length === 1) sequence[0] = first[0];
    return sequence;
  };
}
