// What becomes of a pod, by its annotation fakelet/outcome, in the words of a kubelet.
//
//   ready      runs and is ready; a Job's pod succeeds (the default)
//   running    runs and is ready; a Job's pod too, and never ends
//   notready   runs, its readiness probe fails
//   pullfail   its image cannot be pulled
//   crash      its containers end with 1 as soon as they start
//   oom        the same by the kernel, for want of memory
//   fail       ends with 1 for good; where the pod is one that restarts, the same as crash
//   pending    finds no node
//
// Changing the annotation of a living pod changes what happens to it. fakelet/delay: "3" lets each change wait 3
// seconds; fakelet/logs is what `kubectl logs` prints.
'use strict';
const { now } = require('./api');

const OUTCOME = 'fakelet/outcome';
const KNOWN = new Set(['ready', 'running', 'notready', 'pullfail', 'crash', 'oom', 'fail', 'pending']);
const RESTARTS = 3;

const annotation = (object, name) => object.metadata.annotations?.[name];

// A misspelt outcome keeps the pod from running, so that a test sees it.
function outcomeOf(pod) {
  const outcome = annotation(pod, OUTCOME) ?? 'ready';
  if (!KNOWN.has(outcome)) return 'pending';
  if (outcome === 'fail' && pod.spec.restartPolicy === 'Always') return 'crash';
  // What never restarts ends at its first crash.
  const atOnce = { crash: 'fail', oom: 'oom-end' };
  return pod.spec.restartPolicy === 'Never' ? atOnce[outcome] ?? outcome : outcome;
}

const ended = (exitCode, reason) => ({ terminated: { exitCode, reason, startedAt: now(), finishedAt: now() } });
const running = () => ({ running: { startedAt: now() } });
const waiting = (reason, message) => ({ waiting: { reason, message } });

// For each outcome of a pod that has a node: its phase, the state of its containers, and the event that tells of it.
const STATUS = {
  ready: () => ({ phase: 'Running', ready: true, state: running }),
  running: () => ({ phase: 'Running', ready: true, state: running }),
  succeeded: () => ({ phase: 'Succeeded', why: 'PodCompleted', state: () => ended(0, 'Completed') }),
  notready: () => ({ phase: 'Running', why: 'ContainersNotReady', state: running,
    event: ['Unhealthy', 'Readiness probe failed: the annotation asks for it'] }),
  pullfail: (pod) => ({ phase: 'Pending', why: 'ContainersNotReady',
    state: (container) => waiting('ImagePullBackOff', `Back-off pulling image "${container.image}"`),
    event: ['Failed', `Failed to pull image "${pod.spec.containers[0].image}": not found`] }),
  crash: (pod) => crashing(pod, ended(1, 'Error')),
  oom: (pod) => crashing(pod, ended(137, 'OOMKilled')),
  fail: () => ({ phase: 'Failed', why: 'PodFailed', state: () => ended(1, 'Error') }),
  'oom-end': () => ({ phase: 'Failed', why: 'PodFailed', state: () => ended(137, 'OOMKilled') }),
};

const crashing = (pod, lastState) => ({ phase: 'Running', why: 'ContainersNotReady', restarts: RESTARTS, lastState,
  state: (container) => waiting('CrashLoopBackOff',
    `back-off 40s restarting failed container=${container.name} pod=${pod.metadata.name}_${pod.metadata.namespace}`),
  event: ['BackOff', 'Back-off restarting failed container'] });

// The status of a pod and the event, if any: { status, event: [reason, message] }.
function describe(pod, outcome, { address, node }) {
  const { phase, ready = false, why, state, lastState = {}, restarts = 0, event } = STATUS[outcome](pod);
  const containers = (list, of, isReady) => (list ?? []).map((container) => ({
    name: container.name, image: container.image, imageID: `fakelet://${container.image}`,
    containerID: `fakelet://${pod.metadata.uid}/${container.name}`,
    ready: isReady, started: isReady, restartCount: restarts, state: of(container), lastState }));
  const condition = (type, holds, reason) =>
    ({ type, status: holds ? 'True' : 'False', ...(reason && { reason }), lastTransitionTime: now() });
  return { event, status: {
    phase, hostIP: node, podIP: address, podIPs: [{ ip: address }], startTime: pod.status.startTime ?? now(),
    conditions: [condition('Initialized', true), condition('Ready', ready, why), condition('ContainersReady', ready, why),
      condition('PodScheduled', true)],
    containerStatuses: containers(pod.spec.containers, state, ready),
    initContainerStatuses: containers(pod.spec.initContainers, () => ended(0, 'Completed'), true)
      .map((status) => ({ ...status, restartCount: 0, lastState: {} })),
  } };
}

// Why there is no node for the pod.
function unschedulable(pod, outcome, nodes) {
  const word = annotation(pod, OUTCOME);
  const known = word === undefined || KNOWN.has(word);
  const why = !known ? `the annotation ${OUTCOME} is "${word}", known are ${[...KNOWN].join(', ')}` :
    outcome === 'pending' ? `${nodes} Insufficient cpu.` : `${nodes} node(s) didn't match Pod's node affinity/selector.`;
  return `0/${nodes} nodes are available: ${why}`;
}

module.exports = { annotation, describe, outcomeOf, unschedulable };
