// Says at the end which packages a process has loaded: for node --require.
process.on("exit", () => {
  const names = Object.keys(require.cache)
    .flatMap((file) => file.match(/(?:node_modules[\\/](@[^\\/]+[\\/])?|packages[\\/])[^\\/]+/g) ?? [])
    .map((part) => part.replace(/^(?:node_modules|packages)[\\/]/, "").replaceAll("\\", "/"));
  process.stderr.write(`loaded: ${[...new Set(names)].toSorted().join(" ")}\n`);
});
