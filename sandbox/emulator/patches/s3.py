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


def with_named_principals(policy):
    """The policy without statements about everybody."""
    document = json.loads(policy)
    document["Statement"] = [each for each in document["Statement"] if isinstance(each.get("Principal"), dict)]
    return json.dumps(document).encode()


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

    @wrap(FakeBucket, "_log_permissions_enabled_policy")
    def log_permissions_enabled_policy(original, target_bucket, target_prefix):
        # AWS asks the target's policy whether logs may be written. moto's search stumbles over a principal "*".
        if target_bucket.policy:
            relaxed = copy.copy(target_bucket)
            relaxed.policy = with_named_principals(target_bucket.policy)
            target_bucket = relaxed
        return original(target_bucket=target_bucket, target_prefix=target_prefix)

    # It belongs to no bucket in particular, and `wrap` made a method of it.
    FakeBucket._log_permissions_enabled_policy = staticmethod(FakeBucket._log_permissions_enabled_policy)
