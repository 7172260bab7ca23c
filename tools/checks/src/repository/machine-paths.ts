const HOME = /(?<![\w./-])\/(?:home|Users|root)\/[\w.-]+|[A-Z]:\\Users\\[\w.-]+/g;

/** The paths in a text that exist on one machine only: somebody's home, or the folder of this checkout. */
export function machinePaths(text: string, checkout: string): string[] {
  const homes = [...text.matchAll(HOME)].map(([path]) => path);
  return text.includes(`${checkout}/`) ? [...homes, checkout] : homes;
}
