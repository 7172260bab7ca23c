exports.plugin = () => {
  throw new Error("no gateway");
};
