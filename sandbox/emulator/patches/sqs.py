"""SQS: attributes that are JSON, and those that a change does not name."""

import json
import types

import moto.sqs.models as models
from moto.sqs.models import Queue

from .support import wrap


def apply():
    # AWS gives a redrive policy back without spaces, and the provider compares texts.
    compact = types.ModuleType("json")
    compact.__dict__.update(json.__dict__)
    compact.dumps = lambda value, **options: json.dumps(value, **{"separators": (",", ":"), **options})
    models.json = compact

    @wrap(Queue, "_set_attributes")
    def set_attributes(original, self, attributes, now=None):
        # What a change does not name stays; moto forgets the queue's policy then.
        original(self, {"Policy": getattr(self, "policy", None), **attributes}, now)

    attributes_of_moto = Queue.attributes.fget

    def attributes(self):
        # Which queues may use this one for their dead letters: moto stores it and does not give it back.
        allowed = getattr(self, "redrive_allow_policy", None)
        return attributes_of_moto(self) | ({"RedriveAllowPolicy": allowed} if allowed else {})

    Queue.attributes = property(attributes)
