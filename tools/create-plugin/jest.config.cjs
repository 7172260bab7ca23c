module.exports = require("../checks/jest.preset.cjs")(__dirname);
