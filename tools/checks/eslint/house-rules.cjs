/** Tools disagree about constructor types, so a parameter without a token may be injected as undefined. */
const bareInjection =
  "ClassDeclaration:has(> Decorator[expression.callee.name='injectable']) > ClassBody > " +
  "MethodDefinition[kind='constructor'] > FunctionExpression > .params[decorators.length=0]";

const injection = [
  {
    selector: bareInjection,
    message: "Put @inject(TOKEN) on every constructor parameter of an @injectable class.",
  },
  {
    selector: "ExportDefaultDeclaration",
    message: "Use a named export: a default export has two shapes when a CommonJS package is imported.",
  },
];

const CLOCK = "Take the time from the Clock port.";
const TIMERS = "Wait through the Timers port.";
const IDS = "Take identifiers from the Ids port.";
const CHANCE = "Randomness makes a replay differ: take it from a port.";

const timerNames = ["setTimeout", "setInterval", "setImmediate"];

const purity = {
  rules: {
    "no-restricted-globals": [
      "error",
      ...timerNames.map((name) => ({ name, message: TIMERS })),
      { name: "performance", message: CLOCK },
      { name: "crypto", message: IDS },
    ],
    "no-restricted-properties": [
      "error",
      { object: "Date", property: "now", message: CLOCK },
      { object: "Math", property: "random", message: CHANCE },
      { object: "process", property: "hrtime", message: CLOCK },
      ...timerNames.map((property) => ({ object: "globalThis", property, message: TIMERS })),
    ],
    "no-restricted-imports": [
      "error",
      {
        paths: [
          ...["node:timers", "node:timers/promises", "timers", "timers/promises"].map((name) => ({
            name,
            message: TIMERS,
          })),
          ...["node:crypto", "crypto"].map((name) => ({
            name,
            importNames: ["randomUUID", "randomBytes", "randomInt", "getRandomValues", "webcrypto"],
            message: IDS,
          })),
          { name: "node:perf_hooks", message: CLOCK },
        ],
      },
    ],
  },
  syntax: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
    { selector: "CallExpression[callee.name='Date']", message: CLOCK },
  ],
};

module.exports = { injection, purity };
