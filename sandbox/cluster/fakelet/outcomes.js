// What becomes of a pod, by its annotation fakelet/outcome, in the words of a kubelet.
//
//   ready      runs and is ready; a Job's pod succeeds (the default)
//   running    runs and is ready; a Job's pod too, and never ends
//   starting   runs, and no probe has said anything yet
//   notready   runs, its readiness probe fails
//   unlive     its liveness probe ends it again and again
//   pullfail   its image cannot be pulled: the registry has none
//   badimage   its image's name is none
//   noconfig   a Secret that it needs is missing
//   nomount    its volume cannot be mounted
//   noattach   its volume cannot be attached to the node
//   crash      its containers end with 1 as soon as they start
//   oom        the same by the kernel, for want of memory
//   fail       ends with 1 for good; where the pod is one that restarts, the same as crash
//   pending    finds no node
//
// Changing the annotation of a living pod changes what happens to it. More annotations:
//
//   fakelet/delay: "3"        each change waits 3 seconds
//   fakelet/says: words       in place of those that the event has behind its beginning, or of the scheduler's reasons
//   fakelet/tries: "3"        how often the event has come
//   fakelet/restarts: "5"     how often a container has been started again
//   fakelet/exit-code: "139"  how it ended
//   fakelet/logs: words       what `kubectl logs` prints
'use strict';
const { now } = require('./api');

const OUTCOME = 'fakelet/outcome';
const RESTARTS = 3;
const KILLED = 137;

const annotation = (object, name) => object.metadata.annotations?.[name];
const says = (pod, words) => annotation(pod, 'fakelet/says') ?? words;
const number = (pod, name, usual) => Number(annotation(pod, `fakelet/${name}`) ?? usual);
const exitCode = (pod) => number(pod, 'exit-code', 1);

const ended = (code, reason) => ({ terminated: { exitCode: code, reason, startedAt: now(), finishedAt: now() } });
const running = () => ({ running: { startedAt: now() } });
const waiting = (reason, message) => ({ waiting: { reason, ...(message && { message }) } });
const creating = () => waiting('ContainerCreating');

// For each outcome of a pod that has a node: its phase, the state of its containers, and the events that tell of it.
const STATUS = {
  ready: () => ({ phase: 'Running', ready: true, state: running }),
  running: () => ({ phase: 'Running', ready: true, state: running }),
  succeeded: () => ({ phase: 'Succeeded', why: 'PodCompleted', state: () => ended(0, 'Completed') }),
  starting: () => ({ phase: 'Running', why: 'ContainersNotReady', state: running }),
  notready: (pod) => ({ phase: 'Running', why: 'ContainersNotReady', state: running,
    events: [['Unhealthy', `Readiness probe failed: ${says(pod, 'HTTP probe failed with statuscode: 503')}`]] }),
  unlive: (pod) => ({ phase: 'Running', why: 'ContainersNotReady', state: running,
    restarts: number(pod, 'restarts', RESTARTS), lastState: ended(KILLED, 'Error'),
    events: [['Unhealthy', `Liveness probe failed: ${says(pod, 'HTTP probe failed with statuscode: 503')}`],
      ['Killing', `Container ${first(pod).name} failed liveness probe, will be restarted`]] }),
  pullfail: (pod) => {
    const { image } = first(pod);
    const words = says(pod, `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": ` +
      `failed to resolve reference "${image}": ${image}: not found`);
    return blocked('ImagePullBackOff', (container) => `Back-off pulling image "${container.image}"`,
      [['Failed', `Failed to pull image "${image}": ${words}`], ['Failed', 'Error: ErrImagePull']]);
  },
  badimage: (pod) => {
    const words = ({ image }) => `Failed to apply default image tag "${image}": ` +
      `couldn't parse image name "${image}": invalid reference format`;
    return blocked('InvalidImageName', words, [['InspectFailed', words(first(pod))]]);
  },
  noconfig: (pod) => {
    const words = says(pod, 'secret "missing" not found');
    return blocked('CreateContainerConfigError', () => words, [['Failed', `Error: ${words}`]]);
  },
  nomount: (pod) => ({ phase: 'Pending', why: 'ContainersNotReady', state: creating, events: [['FailedMount',
    `MountVolume.SetUp failed for volume "data" : ${says(pod, 'configmap "missing" not found')}`]] }),
  noattach: (pod) => ({ phase: 'Pending', why: 'ContainersNotReady', state: creating, events: [['FailedAttachVolume',
    says(pod, 'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node ' +
      "and can't be attached to another")]] }),
  crash: (pod) => crashing(pod, ended(exitCode(pod), 'Error')),
  oom: (pod) => crashing(pod, ended(KILLED, 'OOMKilled')),
  fail: (pod) => ({ phase: 'Failed', why: 'PodFailed', state: () => ended(exitCode(pod), 'Error') }),
  'oom-end': () => ({ phase: 'Failed', why: 'PodFailed', state: () => ended(KILLED, 'OOMKilled') }),
};
const NOT_TO_ASK_FOR = new Set(['succeeded', 'oom-end']);
const KNOWN = new Set([...Object.keys(STATUS).filter((name) => !NOT_TO_ASK_FOR.has(name)), 'pending']);

const first = (pod) => pod.spec.containers[0];

const blocked = (reason, message, events) => ({ phase: 'Pending', why: 'ContainersNotReady', events,
  state: (container) => waiting(reason, message(container)) });

const crashing = (pod, lastState) => ({ phase: 'Running', why: 'ContainersNotReady', lastState,
  restarts: number(pod, 'restarts', RESTARTS),
  state: (container) => waiting('CrashLoopBackOff',
    `back-off 40s restarting failed container=${container.name} pod=${pod.metadata.name}_${pod.metadata.namespace}`),
  events: [['BackOff', 'Back-off restarting failed container']] });

// A misspelt outcome keeps the pod from running, so that a test sees it.
function outcomeOf(pod) {
  const outcome = annotation(pod, OUTCOME) ?? 'ready';
  if (!KNOWN.has(outcome)) return 'pending';
  if (outcome === 'fail' && pod.spec.restartPolicy === 'Always') return 'crash';
  // What never restarts ends at its first crash.
  const atOnce = { crash: 'fail', oom: 'oom-end' };
  return pod.spec.restartPolicy === 'Never' ? atOnce[outcome] ?? outcome : outcome;
}

// The status of a pod and the events, if any: { status, events: [{ reason, message, count, fieldPath }] }.
function describe(pod, outcome, { address, node }) {
  const { phase, ready = false, why, state, lastState = {}, restarts = 0, events = [] } = STATUS[outcome](pod);
  const containers = (list, of, isReady) => (list ?? []).map((container) => ({
    name: container.name, image: container.image, imageID: `fakelet://${container.image}`,
    containerID: `fakelet://${pod.metadata.uid}/${container.name}`,
    ready: isReady, started: isReady, restartCount: restarts, state: of(container), lastState }));
  const condition = (type, holds, reason) =>
    ({ type, status: holds ? 'True' : 'False', ...(reason && { reason }), lastTransitionTime: now() });
  const count = number(pod, 'tries', 1);
  const ofContainer = (reason) => (reason.includes('Mount') || reason.includes('Attach') ? {} :
    { fieldPath: `spec.containers{${first(pod).name}}` });
  return { events: events.map(([reason, message]) => ({ reason, message, count, ...ofContainer(reason) })), status: {
    phase, hostIP: node, podIP: address, podIPs: [{ ip: address }], startTime: pod.status.startTime ?? now(),
    conditions: [condition('Initialized', true), condition('Ready', ready, why),
      condition('ContainersReady', ready, why), condition('PodScheduled', true)],
    containerStatuses: containers(pod.spec.containers, state, ready),
    initContainerStatuses: containers(pod.spec.initContainers, () => ended(0, 'Completed'), true)
      .map((status) => ({ ...status, restartCount: 0, lastState: {} })),
  } };
}

// Why there is no node for the pod, in the words of a scheduler.
function unschedulable(pod, outcome, nodes) {
  const word = annotation(pod, OUTCOME);
  const known = word === undefined || KNOWN.has(word);
  const why = !known ? `the annotation ${OUTCOME} is "${word}", known are ${[...KNOWN].join(', ')}` :
    outcome === 'pending' ? says(pod, `${nodes} Insufficient cpu`) :
      `${nodes} node(s) didn't match Pod's node affinity/selector`;
  const none = `0/${nodes} nodes are available: `;
  return `${none}${why}. preemption: ${none}${nodes} No preemption victims found for incoming pod.`;
}

module.exports = { annotation, describe, outcomeOf, unschedulable };
