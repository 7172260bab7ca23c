exports.greet = () => 1;
exports.plugin = "no function";
