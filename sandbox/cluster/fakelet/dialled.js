// What the API server dials for the cluster arrives on a socket as HTTP CONNECT. One small TLS server stands for all
// that it may have meant: kubelets (logs), metrics-server (no metrics), and webhooks (503).
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');
const path = require('path');
const { annotation } = require('./outcomes');

const NOTHING_RUNS = 'no container runs in the sandbox';
const METRICS = '/apis/metrics.k8s.io/v1beta1';

async function answer(url, api) {
  const where = url.split('?')[0];
  const logs = where.match(/^\/containerLogs\/([^/]+)\/([^/]+)\//);
  if (logs) {
    const pod = await api.get(`/api/v1/namespaces/${logs[1]}/pods/${logs[2]}`);
    return [200, `${annotation(pod, 'fakelet/logs') ?? NOTHING_RUNS}\n`];
  }
  if (where === METRICS) {
    const resource = (name, kind, namespaced) => ({ name, kind, namespaced, singularName: '', verbs: ['get', 'list'] });
    return [200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'metrics.k8s.io/v1beta1',
      resources: [resource('nodes', 'NodeMetrics', false), resource('pods', 'PodMetrics', true)] }];
  }
  const kind = where.startsWith(METRICS) && { nodes: 'NodeMetricsList', pods: 'PodMetricsList' }[path.basename(where)];
  if (kind) return [200, { kind, apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items: [] }];
  return [503, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 503, message: NOTHING_RUNS }];
}

function listen(socket, certificates, api) {
  const file = (name) => fs.readFileSync(path.join(certificates, name));
  const identity = { cert: file('apiserver.crt'), key: file('apiserver.key') };
  const server = https.createServer(identity, async (request, response) => {
    const [status, body] = await answer(request.url, api).catch((error) => [500, error.message]);
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
    response.end(isText ? body : JSON.stringify(body));
  });
  http.createServer().on('connect', (request, connection, head) => {
    connection.on('error', () => {}); // The API server may hang up at any time.
    connection.write('HTTP/1.1 200 OK\r\n\r\n');
    if (head.length) connection.unshift(head);
    server.emit('connection', connection);
  }).listen(socket);
}

module.exports = { listen };
