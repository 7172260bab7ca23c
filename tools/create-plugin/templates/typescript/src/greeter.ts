import { token } from "@tutti/core";

/** What the action needs. Yours may be a client of some service; tests put another one in its place. */
export interface Greeter {
  greet(name: string): string;
}

/** Where the action finds its greeter. */
export const GREETER = token<Greeter>("__package_name__:greeter");

/** Greets with a salutation of one's choice. */
export function greeterWith(salutation: string): Greeter {
  return { greet: (name) => `${salutation}, ${name}` };
}
