#!/usr/bin/env node
// npm links a command only when its file is there at the time of the install, and dist is built later.
require("../dist/bin.js");
