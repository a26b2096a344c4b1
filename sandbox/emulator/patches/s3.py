"""S3: bucket policies and deleted objects."""

import copy
import json

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker

from .support import wrap


def without_conditional_denials(policy):
    """The policy without statements that deny under a condition, or None if nothing is left."""
    document = json.loads(policy)
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    document["Statement"] = [each for each in statements if each["Effect"] != "Deny" or not each.get("Condition")]
    return json.dumps(document).encode() if document["Statement"] else None


def apply():
    # Deleting all versions of an object ends in moto calling this on its delete markers, which do not have it.
    FakeDeleteMarker.dispose = lambda self, garbage=False: None

    @wrap(FakeBucket, "get_permission")
    def get_permission(original, self, action, resource):
        # moto does not evaluate conditions, so that "deny unless TLS" denies everything, with TLS too. Requests from
        # this machine meet such conditions as well as they can: leave those statements out.
        if not self.policy:
            return original(self, action, resource)
        effective = without_conditional_denials(self.policy)
        if effective is None:
            return PermissionResult.NEUTRAL
        relaxed = copy.copy(self)  # others may be reading the bucket's own policy at this moment
        relaxed.policy = effective
        return original(relaxed, action, resource)
