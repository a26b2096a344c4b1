"""`destroy` of an environment, in its cluster: what controllers hold something in the cloud for goes first, and waits."""
import json
import threading
import time
import unittest

import lib
from opta_sandbox import ClusterSandbox, e2e

ENVIRONMENT = e2e.environment("small", "type: k8s-cluster")

OBJECTS = """
apiVersion: v1
kind: Service
metadata: {name: front, finalizers: [service.kubernetes.io/load-balancer-cleanup]}
spec: {type: LoadBalancer, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: inner}
spec: {type: ClusterIP, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: inner, port: {number: 80}}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: opta-persistent-0-db-0}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: mine}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""


class Controller(threading.Thread):
    """Lets go of the load balancer some time after it was deleted, as the cloud's does; notes what the cloud had then."""

    def __init__(self, sandbox: ClusterSandbox):
        super().__init__(daemon=True)
        self._sandbox = sandbox
        self.clusters_then = None

    def run(self) -> None:
        lib.wait_for(lambda: "deletionTimestamp" in self._service()["metadata"], "the service's deletion", 300)
        # Past the moment at which a destroy that does not wait would have begun.
        lib.wait_for(self._has_waited(8), "some seconds", 30)
        self.clusters_then = [entry for entry in self._sandbox.left_over() if entry["type"] == "cluster"]
        self._sandbox.cluster.kubectl("--namespace=ours", "patch", "service", "front", "--type=merge",
                              '--patch={"metadata": {"finalizers": null}}')

    def _service(self) -> dict:
        return self._sandbox.cluster.get("service", "front", "--namespace=ours")

    @staticmethod
    def _has_waited(seconds: float):
        begin = time.monotonic()
        return lambda: time.monotonic() - begin > seconds


class DestroyTest(unittest.TestCase):
    def test_what_controllers_made_things_for_goes_first_and_others_objects_stay(self):
        sandbox = self.enterContext(ClusterSandbox())
        cluster = sandbox.cluster
        folder = e2e.project(sandbox.scratch, "environment", ENVIRONMENT)
        sandbox.apply(folder)
        cluster.kubectl("create", "namespace", "ours")
        cluster.kubectl("label", "namespace", "ours", "app.kubernetes.io/managed-by=opta")
        # The sandbox's cluster may be lent: what stands in namespaces of others is theirs.
        cluster.kubectl("create", "namespace", "theirs")
        for namespace in ("ours", "theirs"):
            cluster.kubectl("apply", f"--namespace={namespace}", "--filename=-", text=OBJECTS)
        before = set(cluster.objects("theirs"))
        self.assertIn("Service/front", before)

        controller = Controller(sandbox)
        controller.start()
        result = sandbox.destroy(folder)
        controller.join(60)

        self.assertTrue(controller.clusters_then, "the cloud's cluster was gone before its controller was done")
        self.assertIn("Waiting for controllers", result.stderr)
        self.assertEqual(set(cluster.objects("ours")), {"Service/inner", "PersistentVolumeClaim/mine"})
        self.assertEqual(set(cluster.objects("theirs")), before)
        self.assertEqual(sandbox.left_over(), [])
        # Else the namespace would not go.
        cluster.kubectl("--namespace=theirs", "patch", "service", "front", "--type=merge",
                        "--patch", json.dumps({"metadata": {"finalizers": None}}))


if __name__ == "__main__":
    unittest.main()
