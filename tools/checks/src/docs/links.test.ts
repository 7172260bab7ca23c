import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fromRoot } from "../root";
import { anchorsIn, linksIn } from "./markdown";
import { contributorPages, userPages, type Page } from "./pages";

const pages = [...userPages(), ...contributorPages()];

test.each(pages.map((page) => [page.file, page] as const))(
  "the relative links of %s resolve",
  (_file, page) => {
    expect(linksIn(page.text).filter((link) => isRelative(link) && !resolves(page, link))).toEqual([]);
  },
);

function isRelative(link: string): boolean {
  return !/^[a-z][a-z+.-]*:/i.test(link);
}

function resolves(page: Page, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page.file : join(dirname(page.file), path);
  if (!existsSync(fromRoot(target))) return false;
  if (anchor === undefined || !target.endsWith(".md")) return true;
  return anchorsIn(readFileSync(fromRoot(target), "utf8")).has(anchor);
}
