// Stands for what a cluster has beside its control plane: nodes with a kubelet, the scheduler, the cloud's load
// balancers and volumes. No container runs; a pod's annotation says what becomes of it: see fakelet/outcomes.js.
//
//   node fakelet.js SERVER FOLDER_OF_CERTIFICATES SOCKET      Node.js 18 or later, no packages
'use strict';
const { Api } = require('./fakelet/api');
const { Nodes } = require('./fakelet/nodes');
const { Pods } = require('./fakelet/pods');
const cloud = require('./fakelet/cloud');
const { listen } = require('./fakelet/dialled');

const [server, certificates, socket] = process.argv.slice(2);
const api = new Api(server, certificates);
const nodes = new Nodes(api);
const pods = new Pods(api, nodes);

listen(socket, certificates, api);
nodes.start().then(() => {
  api.watch('/api/v1/pods', (type, pod) => pods.seen(type, pod));
  cloud.start(api);
});
