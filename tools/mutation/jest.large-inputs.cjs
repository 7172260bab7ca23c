// Tests that say by their names that they are about large inputs take too long to run for each mutant.
const LARGE = /\d,\d{3}|linear time|without end/;

for (const name of ["describe", "it", "test"]) {
  const original = globalThis[name];
  const chosen = (title, ...rest) => (LARGE.test(title) ? original.skip : original)(title, ...rest);
  globalThis[name] = Object.assign(chosen, original);
}
