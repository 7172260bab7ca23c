import type { Plugin } from "@tutti/core";
import type { TuttiConfig } from "./schema";

/** A plugin that comes along. */
export interface BuiltIn {
  readonly name: string;
  readonly actionType: string;
  /** The key of its options in a configuration. */
  readonly key: string;
  /** Makes the plugin. Throws `INVALID_OPTIONS`. `print` takes what is meant for standard output. */
  readonly make: (config: TuttiConfig, print: (text: string) => void) => Plugin;
}

/* Each is loaded when it is needed: together they take longer to load than everything else. */
/* eslint-disable @typescript-eslint/no-require-imports -- see above */
const load = {
  notification: () => require("@tutti/plugin-notification") as typeof import("@tutti/plugin-notification"),
  serviceCall: () => require("@tutti/plugin-service-call") as typeof import("@tutti/plugin-service-call"),
  transform: () => require("@tutti/plugin-transform") as typeof import("@tutti/plugin-transform"),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The plugins that are there without being named. */
export const builtIns: readonly BuiltIn[] = [
  {
    name: "@tutti/plugin-notification",
    actionType: "notification",
    key: "notification",
    make: ({ notification }, print) =>
      load.notification().notification({ console: { stream: { write: print } }, ...notification }),
  },
  {
    name: "@tutti/plugin-transform",
    actionType: "transform",
    key: "transform",
    make: () => load.transform().transform(),
  },
  {
    name: "@tutti/plugin-service-call",
    actionType: "service_call",
    key: "services",
    make: ({ services, service_call }) =>
      load.serviceCall().serviceCall({ ...service_call, ...(services === undefined ? {} : { services }) }),
  },
];
