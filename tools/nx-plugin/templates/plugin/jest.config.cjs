module.exports = require("../../tools/checks/jest.preset.cjs")(__dirname);
