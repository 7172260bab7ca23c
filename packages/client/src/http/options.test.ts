import { createClient } from "../index";

test.each([
  [{ url: "nonsense" }, 'The url "nonsense" can\'t be used: write it as http://127.0.0.1:5080.'],
  [{ url: "ftp://host" }, 'The url "ftp://host" can\'t be used: it must begin with http:// or https://.'],
  [
    { url: "http://ada:s3cret@host" },
    'The url "http://host" can\'t be used: it holds a password; give a token instead.',
  ],
  [{ url: "http://host/?a" }, 'The url "http://host/?a" can\'t be used: it must end with its path.'],
  [{ url: "http://host", timeoutMs: -1 }, "timeoutMs is -1: give a number of ms from 0 on."],
  [
    { url: "http://host", retry: { budgetMs: Number.NaN } },
    "budgetMs is NaN: give a number of ms from 0 on.",
  ],
  [{ url: "http://host", userId: "a\nb" }, String.raw`userId is "a\nb", which no HTTP header can hold.`],
])("createClient(%j) is refused", (options, message) => {
  expect(() => createClient(options)).toThrow(message);
});
