import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fromRoot } from "./root";

test("jose loads as CommonJS, with its licence", () => {
  const vendor = fromRoot("packages/server/vendor");
  const bundle = createRequire(__filename)(`${vendor}/jose.cjs`) as object;
  expect(Object.keys(bundle).toSorted()).toEqual(["createLocalJWKSet", "errors", "jwtVerify"]);
  expect(readFileSync(`${vendor}/THIRD-PARTY-LICENSES.txt`, "utf8")).toMatch(/^jose \d+\.\d+\.\d+ \(MIT\)$/m);
});

describe.each(["packages/service-mesh", "plugins/notification"])("got as bundled in %s", (folder) => {
  const vendor = fromRoot(folder, "vendor");

  test("loads as CommonJS", () => {
    const bundle = createRequire(__filename)(`${vendor}/got.cjs`) as object;
    expect(Object.keys(bundle).toSorted()).toEqual(["HTTPError", "RequestError", "TimeoutError", "got"]);
  });

  test("comes with the licences of everything in it", () => {
    const licences = readFileSync(`${vendor}/THIRD-PARTY-LICENSES.txt`, "utf8");
    for (const name of ["got", "keyv", "cacheable-request", "@sindresorhus/is"]) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, "m"));
    }
  });
});
