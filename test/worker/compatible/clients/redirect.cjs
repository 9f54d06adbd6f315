// Loaded before a client: what it sends to its own service goes to the Worker at WORKER_URL.
const http = require('node:http');
const https = require('node:https');

const { hostname, port } = new URL(process.env.WORKER_URL);
https.request = (options, ...rest) =>
  http.request(
    { ...options, protocol: 'http:', host: hostname, hostname, port, agent: undefined, servername: undefined },
    ...rest,
  );
