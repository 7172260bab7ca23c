import type { Transformation } from "../transformation";
import * as dates from "./dates";
import * as encoding from "./encoding";
import { jsonata } from "./jsonata";
import * as lists from "./lists";
import * as numbers from "./numbers";
import * as objects from "./objects";
import * as text from "./text";

/** The transformations that come with the plugin, by theme, in the order of the docs. */
export const themes: Readonly<Record<string, readonly Transformation[]>> = {
  Text: [
    text.uppercase,
    text.lowercase,
    text.capitalize,
    text.titleCase,
    text.camelCase,
    text.snakeCase,
    text.kebabCase,
    text.slugify,
    text.trim,
    text.truncate,
    text.replace,
    text.split,
    text.join,
  ],
  Encoding: [
    encoding.parseJson,
    encoding.toJson,
    encoding.parseCsv,
    encoding.toCsv,
    encoding.parseYaml,
    encoding.toYaml,
    encoding.base64Encode,
    encoding.base64Decode,
    encoding.hash,
  ],
  Numbers: [numbers.number, numbers.round, numbers.boolean],
  Dates: [dates.formatDate, dates.parseDate],
  Objects: [objects.pick, objects.omit, objects.rename, objects.merge, objects.flatten],
  Lists: [
    lists.map,
    lists.filter,
    lists.sort,
    lists.unique,
    lists.groupBy,
    lists.sum,
    lists.average,
    lists.min,
    lists.max,
    lists.count,
    lists.first,
    lists.last,
  ],
  "Anything else": [jsonata],
};

/** All transformations that come with the plugin. */
export const builtIns: readonly Transformation[] = Object.values(themes).flat();
