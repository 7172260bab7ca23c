import type { Json } from "../json/json";

/** What is evaluated before actions start: which actions are at it, and the items that their `for_each` gave. */
export class Preparation {
  // Made when needed: most actions have neither a condition nor a `for_each`.
  private begun: Set<number> | undefined;
  private evaluated: Map<number, readonly Json[]> | undefined;

  /** Is any action's condition or `for_each` being evaluated? */
  get isUnderWay(): boolean {
    return this.begun !== undefined && this.begun.size > 0;
  }

  /** Begins with an action; false when it is being evaluated already. */
  begin(position: number): boolean {
    this.begun ??= new Set();
    if (this.begun.has(position)) return false;
    this.begun.add(position);
    return true;
  }

  end(position: number): void {
    this.begun?.delete(position);
  }

  /** The items of an action's `for_each`, when they were evaluated in this process. */
  itemsOf(position: number): readonly Json[] | undefined {
    return this.evaluated?.get(position);
  }

  keepItems(position: number, items: readonly Json[]): void {
    this.evaluated ??= new Map();
    this.evaluated.set(position, items);
  }

  /** A retry evaluates them anew. */
  forgetItems(): void {
    this.evaluated = undefined;
  }
}
