export { formatDate } from "./format-date";
export { parseDate } from "./parse-date";
