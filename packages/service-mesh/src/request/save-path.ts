const LONGEST = 1024;

/**
 * What is wrong with a path below the folder for downloads, or undefined.
 *
 * Paths often hold values from outside (`reports/{{id}}.pdf`), so what could leave the folder is refused
 * instead of repaired. Links are not seen here: they are looked at when the file is written.
 *
 * @example
 * savePathProblem("../etc/passwd"); // 'it has a segment "." or ".."'
 */
export function savePathProblem(path: string): string | undefined {
  if (path === "" || path.length > LONGEST) return `it must have 1 to ${LONGEST} characters`;
  // oxlint-disable-next-line no-control-regex -- they are what this looks for
  if (/[\u0000-\u001f\u007f]/.test(path)) return "it has control characters";
  if (/[\\:]/.test(path)) return "it has a backslash or a colon";
  if (path.startsWith("/")) return "it is absolute: give a path below the folder for downloads";
  const segments = path.split("/");
  if (segments.includes("")) return "it has an empty segment";
  if (segments.some((segment) => segment === "." || segment === "..")) return 'it has a segment "." or ".."';
  return undefined;
}
