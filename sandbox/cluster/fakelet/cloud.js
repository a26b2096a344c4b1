// What a cloud and the usual controllers give: addresses of load balancers and ingresses, and volumes.
'use strict';
const { annotation } = require('./outcomes');

// A name ending that nobody can ever own (RFC 2606).
const hostname = ({ metadata: { namespace, name } }) => `${name}.${namespace}.elb.sandbox.invalid`;
const isPending = (object) => annotation(object, 'fakelet/outcome') === 'pending';
const OURS = 'fakelet/made';

async function balance(api, where, object) {
  if (object.status.loadBalancer?.ingress?.length || isPending(object)) return;
  await api.merge(`${where}/status`, { status: { loadBalancer: { ingress: [{ hostname: hostname(object) }] } } });
}

async function provision(api, claim) {
  const { namespace, name, uid } = claim.metadata;
  if (claim.spec.volumeName || isPending(claim)) return;
  await api.create('/api/v1/persistentvolumes', { apiVersion: 'v1', kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}`, annotations: { [OURS]: 'yes' } },
    spec: { capacity: { storage: claim.spec.resources.requests.storage }, accessModes: claim.spec.accessModes,
      storageClassName: claim.spec.storageClassName ?? '', volumeMode: claim.spec.volumeMode ?? 'Filesystem',
      persistentVolumeReclaimPolicy: 'Retain', // The controller would look for a driver; we delete it ourselves.
      hostPath: { path: `/nonexistent/${uid}` },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid } } });
}

async function reclaim(api, volume) {
  if (volume.status.phase !== 'Released' || volume.metadata.deletionTimestamp || !annotation(volume, OURS)) return;
  await api.remove(`/api/v1/persistentvolumes/${volume.metadata.name}`);
}

// No pod answers a webhook. One that must be answered would stop the whole cluster, as it does in a real one without
// its pods; so those that a service stands behind may fail, unless fakelet/outcome: strict asks for just that.
async function relax(api, where, configuration) {
  const strict = (hook) => hook.clientConfig.service && hook.failurePolicy !== 'Ignore';
  if (!configuration.webhooks?.some(strict) || annotation(configuration, 'fakelet/outcome') === 'strict') return;
  const webhooks = configuration.webhooks.map((hook) =>
    strict(hook) ? { ...hook, failurePolicy: 'Ignore', timeoutSeconds: 1 } : hook);
  await api.merge(where, { webhooks });
}

function start(api) {
  // Watches a kind in all namespaces or none; each object comes with its path.
  const each = (group, plural, react) => api.watch(`${group}/${plural}`, (type, object) => {
    const { namespace, name } = object.metadata;
    const where = `${group}/${namespace ? `namespaces/${namespace}/` : ''}${plural}/${name}`;
    return type === 'DELETED' ? undefined : react(api, where, object);
  });
  const admission = '/apis/admissionregistration.k8s.io/v1';
  each('/api/v1', 'services', (_, where, service) =>
    service.spec.type === 'LoadBalancer' ? balance(api, where, service) : undefined);
  each('/apis/networking.k8s.io/v1', 'ingresses', balance);
  each('/api/v1', 'persistentvolumeclaims', (_, where, claim) => provision(api, claim));
  each('/api/v1', 'persistentvolumes', (_, where, volume) => reclaim(api, volume));
  each(admission, 'validatingwebhookconfigurations', relax);
  each(admission, 'mutatingwebhookconfigurations', relax);
}

module.exports = { start };
