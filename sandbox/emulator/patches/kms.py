"""KMS: the keys that AWS makes for its services."""

from moto.kms.models import KmsBackend

from .support import wrap


def apply():
    @wrap(KmsBackend, "_generate_default_keys")
    def generate_default_keys(original, self, alias_name):
        # Such a key is AWS's and cannot be deleted; moto calls it the customer's.
        key = original(self, alias_name)
        if key:
            self.keys[key].key_manager = "AWS"
        return key
