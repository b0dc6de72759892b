// Loaded into the server before it starts: whatever would leave the machine ends it, with the reason on stderr.
"use strict";

const net = require("node:net");

net.Socket.prototype.connect = function connect(...target) {
  process.stderr.write(`a connection was wanted: ${JSON.stringify(target[0])}\n`);
  process.exit(97);
};
