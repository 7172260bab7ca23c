#!/usr/bin/env node
// npm links a command only when its file is there at the time of the install, and dist is built later.
const { main, processIo } = require("../dist/index.js");

void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
