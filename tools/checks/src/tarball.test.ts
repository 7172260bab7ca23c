import { tarballProblems } from "../bin/tarball.cjs";

const manifest = {
  exports: {
    ".": { "@tutti/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
  },
  bin: { tutti: "./dist/bin.js" },
};
const complete = [
  "LICENSE",
  "README.md",
  "package.json",
  "src/index.ts",
  "dist/index.d.ts",
  "dist/index.js",
  "dist/bin.js",
];

test("a complete tarball has no problems", () => {
  expect(tarballProblems(manifest, complete)).toEqual([]);
});

test.each(["LICENSE", "README.md", "src/index.ts", "dist/index.d.ts", "dist/bin.js"])(
  "%s is missed",
  (file) => {
    const files = complete.filter((name) => name !== file);
    expect(tarballProblems(manifest, files)).toEqual([`${file} is missing`]);
  },
);

test("the tests in a generator's templates are for users", () => {
  expect(tarballProblems(manifest, [...complete, "templates/src/action.test.ts"])).toEqual([]);
});

test.each(["src/retry.test.ts", "src/run/testing/plans.ts", "dist/build.tsbuildinfo"])(
  "%s is unwanted",
  (file) => {
    expect(tarballProblems(manifest, [...complete, file])).toEqual([`${file} is not for users`]);
  },
);
