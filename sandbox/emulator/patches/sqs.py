"""SQS: attributes that are JSON."""

import json
import types

import moto.sqs.models as models


def apply():
    # AWS gives a redrive policy back without spaces, and the provider compares texts.
    compact = types.ModuleType("json")
    compact.__dict__.update(json.__dict__)
    compact.dumps = lambda value, **options: json.dumps(value, **{"separators": (",", ":"), **options})
    models.json = compact
