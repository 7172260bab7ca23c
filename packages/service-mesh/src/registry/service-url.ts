import { z } from "zod";

/** What is wrong with the base URL of a service, or undefined. */
export function urlProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return "it is not a URL: write http://host:port or https://host/path";
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return `a service speaks http or https, not ${url.protocol}`;
  if (url.username !== "" || url.password !== "")
    return "it has a user name or password: send an authorization header";
  if (text.includes("?") || text.includes("#"))
    return "it has a query or fragment: give the query with each request";
  return undefined;
}

/** The base URL of a service or of an instance. */
export const serviceUrl = z.string().superRefine((text, context) => {
  const problem = urlProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});
