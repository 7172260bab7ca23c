// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would pull package.json into rootDir
const manifest = require("../package.json") as { readonly version: string };

/** The version of this package. */
export const { version } = manifest;
