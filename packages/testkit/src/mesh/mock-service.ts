import { MockRoute } from "./mock-route";

/** A route that fits a call, with what its `:name` parts stand for. */
export interface FoundRoute {
  readonly route: MockRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** One scripted service. */
export class MockService {
  /** In the order in which they were scripted. */
  readonly routes: MockRoute[] = [];

  constructor(readonly name: string) {}

  /**
   * Says what becomes of calls of this method and path; a second time for the same two goes on with the
   * same script.
   *
   * @param path without a query; a part `:name` stands for any one part
   * @example
   * mesh.service("documents").on("GET", "/documents/:id").with(({ params }) => ({ id: params.id ?? "" }));
   */
  on(method: string, path: string): MockRoute {
    const known = this.routes.find((route) => route.method === method.toUpperCase() && route.path === path);
    if (known !== undefined) return known;
    const route = new MockRoute(method.toUpperCase(), path);
    this.routes.push(route);
    return route;
  }

  /** The route for a call; one with more fixed parts wins. */
  find(method: string, path: string): FoundRoute | undefined {
    const found = this.routes
      .filter((route) => route.method === method.toUpperCase())
      .flatMap((route) => {
        const params = paramsOf(route.path, path);
        return params === undefined ? [] : [{ route, params }];
      });
    return found.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
  }
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
