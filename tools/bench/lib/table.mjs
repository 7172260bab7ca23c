const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** A number as a person reads it: three significant digits, thousands apart. */
export function readable(value) {
  if (value === undefined || !Number.isFinite(value)) return "n/a";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value)).replaceAll(THOUSANDS, " ");
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return String(Number(value.toFixed(Math.min(digits, 4))));
}

/** A summary as `median [min..max]`; the median alone when there is nothing else. */
export function spread(summary) {
  if (summary === undefined) return "n/a";
  const { median, min, max, count } = summary;
  return count === 1 ? readable(median) : `${readable(median)} [${readable(min)}..${readable(max)}]`;
}

/** Rows of cells as a Markdown table; the first row is the head. */
export function markdownTable([head, ...rows]) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The same rows in columns, for a terminal. */
export function plainTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
