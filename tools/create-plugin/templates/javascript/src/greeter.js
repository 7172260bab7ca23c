const { token } = require("@tutti/core");

/**
 * What the action needs. Yours may be a client of some service; tests put another one in its place.
 *
 * @typedef {{ greet(name: string): string }} Greeter
 */

/** Where the action finds its greeter. @type {import("@tutti/core").Token<Greeter>} */
const GREETER = token("__package_name__:greeter");

/**
 * Greets with a salutation of one's choice.
 *
 * @param {string} salutation
 * @returns {Greeter}
 */
function greeterWith(salutation) {
  return { greet: (name) => `${salutation}, ${name}` };
}

exports.GREETER = GREETER;
exports.greeterWith = greeterWith;
