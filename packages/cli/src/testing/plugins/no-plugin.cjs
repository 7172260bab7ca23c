exports.plugin = () => ({ name: "no plugin" });
