// Three nodes in three zones, kept alive; and the choice of one for a pod.
'use strict';
const { now, sleep } = require('./api');

const REGION = 'us-east-1';
const NAMES = ['node-1', 'node-2', 'node-3'];
const CAPACITY = { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '100Gi' };
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
const HEARTBEAT_MILLISECONDS = 10000;
const LEASE_SECONDS = 40;

class Nodes {
  constructor(api) {
    this.api = api;
    this.next = 0;
    this.nodes = NAMES.map((name, index) => ({
      name, address: `10.0.0.${index + 1}`, range: `10.244.${index}.0/24`,
      labels: {
        'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': REGION, 'topology.kubernetes.io/zone': REGION + 'abc'[index] },
    }));
  }

  // Returns when all nodes are ready.
  async start() {
    const { gitVersion } = await this.api.get('/version');
    for (const node of this.nodes) {
      await this.#register(node, gitVersion);
      this.#beat(node);
    }
  }

  address(name) { return this.nodes.find((node) => node.name === name)?.address; }

  // The node for a pod, in turn; undefined when its node selector fits none. Requests, taints and affinity do not
  // count, but for the one by which a DaemonSet names the node of each pod.
  choose(pod) {
    const named = namedNode(pod);
    const selector = Object.entries(pod.spec.nodeSelector ?? {});
    const fitting = this.nodes.filter((node) => (!named || node.name === named) &&
      selector.every(([key, value]) => node.labels[key] === value));
    return fitting[this.next++ % fitting.length];
  }

  async #register({ name, address, range, labels }, version) {
    await this.api.create('/api/v1/nodes',
      { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { podCIDR: range } });
    const condition = (type, status, reason) =>
      ({ type, status, reason, message: reason, lastHeartbeatTime: now(), lastTransitionTime: now() });
    await this.api.merge(`/api/v1/nodes/${name}/status`, { status: {
      capacity: CAPACITY, allocatable: CAPACITY,
      addresses: [{ type: 'InternalIP', address }, { type: 'Hostname', address: name }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: { architecture: 'amd64', operatingSystem: 'linux', osImage: 'none: a stand-in', kernelVersion: '6',
        containerRuntimeVersion: 'fakelet://1', kubeletVersion: version, kubeProxyVersion: version,
        machineID: name, systemUUID: name, bootID: name },
      conditions: [condition('Ready', 'True', 'KubeletReady'),
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID')],
    } });
    await this.api.create(LEASES,
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec: lease(name) });
  }

  // The lease alone is enough for the controllers to believe that the node lives.
  async #beat({ name }) {
    for (;;) {
      await sleep(HEARTBEAT_MILLISECONDS);
      await this.api.merge(`${LEASES}/${name}`, { spec: lease(name) })
        .catch((error) => console.error(name, error.message));
    }
  }
}

function namedNode(pod) {
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = (required?.nodeSelectorTerms ?? []).flatMap((term) => term.matchFields ?? []);
  return fields.find((field) => field.key === 'metadata.name')?.values?.[0];
}

const lease = (name) => ({ holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS,
  renewTime: new Date().toISOString().replace('Z', '000Z') });

module.exports = { Nodes };
