// What a generator writes has tests of its own.
const TEMPLATES = /^templates\//;
const NOT_FOR_USERS = [/\.test\./, /\/testing\//, /\.tsbuildinfo$/, /\.db$/];

/** What is wrong with the list of files that a package would publish. */
function tarballProblems(manifest, files) {
  const present = new Set(files);
  const unwanted = files.filter(
    (file) => !TEMPLATES.test(file) && NOT_FOR_USERS.some((pattern) => pattern.test(file)),
  );
  const missing = ["LICENSE", "README.md", ...targets(manifest)].filter((file) => !present.has(file));
  return [
    ...unwanted.map((file) => `${file} is not for users`),
    ...missing.map((file) => `${file} is missing`),
  ];
}

/** Every file that the manifest points to. */
function targets(manifest) {
  const conditions = Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === "string" ? [target] : Object.values(target),
  );
  return [...conditions, ...Object.values(manifest.bin ?? {})].map((target) => target.replace(/^\.\//, ""));
}

module.exports = { tarballProblems };
