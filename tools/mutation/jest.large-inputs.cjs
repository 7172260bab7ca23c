// Tests that say by their names that they are about large inputs take too long to run for each mutant. They are
// not registered at all: Stryker books what runs after a skipped test to that test.
const LARGE = /\d,\d{3}|linear time|without end|ranges|run in between/;

for (const name of ["describe", "it", "test"]) {
  const original = globalThis[name];
  globalThis[name] = Object.assign(smallOnly(original), original, {
    each: (...table) => smallOnly(original.each(...table)),
  });
}

function smallOnly(register) {
  return (title, ...rest) => (LARGE.test(title) ? undefined : register(title, ...rest));
}
