const { __actionName__Action } = require("./__action-file__-action");
const { plugin } = require("./plugin");

exports.__actionName__Action = __actionName__Action;
exports.plugin = plugin;
