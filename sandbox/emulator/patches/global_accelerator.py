"""Global Accelerator, a service that moto does not have: accelerators, as far as the provider reads them."""

import json
import re
import uuid

from moto.sts.models import sts_backends
from werkzeug.wrappers import Response

from .accounts import CREDENTIAL
from .support import now, store

TARGET = "GlobalAccelerator_V20180706."


def is_meant(request):
    return request.headers.get("X-Amz-Target", "").startswith(TARGET)


def accelerators_of(account):
    """The accelerators of an account. Kept with an STS backend, so that a reset of moto forgets them too."""
    return store(sts_backends[account]["aws"], "accelerators")


def respond(request):
    operation = re.sub(r"(?<!^)(?=[A-Z])", "_", request.headers["X-Amz-Target"].removeprefix(TARGET)).lower()
    key = CREDENTIAL.search(request.headers.get("Authorization", ""))
    account = key.group(1) if key else "123456789012"
    parameters = json.loads(request.get_data() or b"{}")
    code, body = answer(operation, account, parameters)
    return Response(json.dumps(body), status=code, content_type="application/x-amz-json-1.1")


def answer(operation, account, parameters):
    handler = OPERATIONS.get(operation)
    if handler is None:
        return 400, {"__type": "InvalidArgumentException", "Message": f"{operation} is not emulated"}
    if operation == "create_accelerator":
        return 200, create(account, parameters)
    if operation == "list_accelerators":
        return 200, {"Accelerators": [each["accelerator"] for each in accelerators_of(account).values()]}
    arn = parameters.get("AcceleratorArn") or parameters.get("ResourceArn")
    if arn not in accelerators_of(account):
        return 400, {"__type": "AcceleratorNotFoundException", "Message": "not found"}
    return 200, handler(accelerators_of(account), arn, parameters)


def create(account, parameters):
    identity = str(uuid.uuid4())
    arn = f"arn:aws:globalaccelerator::{account}:accelerator/{identity}"
    accelerator = {
        "AcceleratorArn": arn, "Name": parameters["Name"], "Enabled": parameters.get("Enabled", True),
        "IpAddressType": parameters.get("IpAddressType", "IPV4"), "Status": "DEPLOYED",
        "DnsName": f"a{identity.replace('-', '')[:16]}.awsglobalaccelerator.com",
        "IpSets": [{"IpFamily": "IPv4", "IpAddressFamily": "IPv4", "IpAddresses": ["192.0.2.1", "198.51.100.1"]}],
        "CreatedTime": now().timestamp(), "LastModifiedTime": now().timestamp(),
    }
    accelerators_of(account)[arn] = {
        "accelerator": accelerator, "tags": parameters.get("Tags", []), "attributes": {"FlowLogsEnabled": False},
    }
    return {"Accelerator": accelerator}


def describe(known, arn, _):
    return {"Accelerator": known[arn]["accelerator"]}


def change(known, arn, parameters):
    wanted = {key: value for key, value in parameters.items() if key in ("Enabled", "IpAddressType", "Name")}
    known[arn]["accelerator"].update(wanted)
    return describe(known, arn, parameters)


def delete(known, arn, _):
    del known[arn]
    return {}


def describe_attributes(known, arn, _):
    return {"AcceleratorAttributes": known[arn]["attributes"]}


def change_attributes(known, arn, parameters):
    known[arn]["attributes"].update({key: value for key, value in parameters.items() if key.startswith("FlowLogs")})
    return describe_attributes(known, arn, parameters)


OPERATIONS = {
    "create_accelerator": create,
    "list_accelerators": create,
    "describe_accelerator": describe,
    "update_accelerator": change,
    "delete_accelerator": delete,
    "describe_accelerator_attributes": describe_attributes,
    "update_accelerator_attributes": change_attributes,
    "list_tags_for_resource": lambda known, arn, _: {"Tags": known[arn]["tags"]},
}
