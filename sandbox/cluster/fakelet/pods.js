// The life of a pod: a node, a status, its end.
'use strict';
const { now, sleep } = require('./api');
const { annotation, describe, outcomeOf, unschedulable } = require('./outcomes');

const JOB_MILLISECONDS = 200;
const ENDS = new Set(['Succeeded', 'Failed']);

class Pods {
  constructor(api, nodes) {
    this.api = api;
    this.nodes = nodes;
    this.done = new Map(); // By uid, what was done last.
    this.addresses = 0;
  }

  async seen(type, pod) {
    const { uid, namespace, name, deletionTimestamp } = pod.metadata;
    const where = `/api/v1/namespaces/${namespace}/pods/${name}`;
    if (type === 'DELETED') return void this.done.delete(uid);
    const outcome = outcomeOf(pod);
    const next = deletionTimestamp ? 'gone' : pod.spec.nodeName ? outcome : `place ${outcome}`;
    // Our own changes come back to us too.
    if (this.done.get(uid) === next || (!deletionTimestamp && ENDS.has(pod.status.phase))) return;
    this.done.set(uid, next);

    if (deletionTimestamp) return void await this.api.remove(where, { gracePeriodSeconds: 0, preconditions: { uid } });
    await sleep(1000 * (annotation(pod, 'fakelet/delay') ?? 0));
    if (this.done.get(uid) !== next) return;
    await (pod.spec.nodeName ? this.#run(where, pod, outcome) : this.#place(where, pod, outcome));
  }

  async #place(where, pod, outcome) {
    const node = outcome === 'pending' ? undefined : this.nodes.choose(pod);
    if (node) {
      return void await this.api.create(`${where}/binding`, { apiVersion: 'v1', kind: 'Binding',
        metadata: { name: pod.metadata.name }, target: { apiVersion: 'v1', kind: 'Node', name: node.name } });
    }
    const message = unschedulable(pod, outcome, this.nodes.nodes.length);
    await this.api.merge(`${where}/status`, { status: { conditions: [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: now() }] } });
    await this.#tell(pod, { reason: 'FailedScheduling', message });
  }

  async #run(where, pod, outcome) {
    const place = { node: this.nodes.address(pod.spec.nodeName), address: pod.status.podIP ?? this.#address() };
    // A pod that has a node already cannot lose it: one that should be pending stays as it is.
    if (outcome === 'pending') return;
    const { status, events } = describe(pod, outcome, place);
    await this.api.merge(`${where}/status`, { status });
    for (const event of events) await this.#tell(pod, event);
    if (outcome !== 'ready' || pod.spec.restartPolicy === 'Always') return;
    await sleep(JOB_MILLISECONDS);
    await this.api.merge(`${where}/status`, { status: describe(pod, 'succeeded', place).status });
  }

  #address() {
    const number = ++this.addresses;
    return `10.244.${(number >> 8) & 255}.${number & 255}`;
  }

  #tell({ metadata: { namespace, name, uid } }, { reason, message, count = 1, fieldPath }) {
    return this.api.create(`/api/v1/namespaces/${namespace}/events`, { apiVersion: 'v1', kind: 'Event',
      metadata: { generateName: `${name}.` }, type: 'Warning', reason, message, count,
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, ...(fieldPath && { fieldPath }) },
      source: { component: 'fakelet' }, firstTimestamp: now(), lastTimestamp: now() });
  }
}

module.exports = { Pods };
