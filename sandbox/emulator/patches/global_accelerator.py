"""Global Accelerator, a service that moto does not have: as far as the provider reads it."""

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
    handler = OPERATIONS.get(operation) or PARTS.get(operation)
    if handler is None:
        return 400, {"__type": "InvalidArgumentException", "Message": f"{operation} is not emulated"}
    if operation == "create_accelerator":
        return 200, create(account, parameters)
    if operation in PARTS:
        return PARTS[operation](accelerators_of(account), parameters)
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
        "listeners": {}, "groups": {},
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


# Listeners and endpoint groups. AWS's ARNs say to which accelerator, and to which listener, each belongs.


def not_found(kind):
    return 400, {"__type": f"{kind}NotFoundException", "Message": "not found"}


def accelerator_of(known, arn):
    return known.get(arn.split("/listener/")[0])


def shown(parameters, **more):
    left_out = ("AcceleratorArn", "IdempotencyToken", "Tags")
    return {key: value for key, value in parameters.items() if key not in left_out} | more


def create_listener(known, parameters):
    owner = accelerator_of(known, parameters["AcceleratorArn"])
    if owner is None:
        return not_found("Accelerator")
    arn = f"{parameters['AcceleratorArn']}/listener/{uuid.uuid4().hex[:8]}"
    owner["listeners"][arn] = {"ClientAffinity": "NONE", **shown(parameters, ListenerArn=arn)}
    return 200, {"Listener": owner["listeners"][arn]}


def create_endpoint_group(known, parameters):
    owner = accelerator_of(known, parameters["ListenerArn"])
    if owner is None:
        return not_found("Listener")
    arn = f"{parameters['ListenerArn']}/endpoint-group/{uuid.uuid4().hex[:12]}"
    described = [{"HealthState": "HEALTHY", "ClientIPPreservationEnabled": False, **endpoint}
                 for endpoint in parameters.get("EndpointConfigurations", [])]
    group = {"HealthCheckIntervalSeconds": 30, "HealthCheckPort": 80, "HealthCheckProtocol": "TCP", "ThresholdCount": 3,
             "TrafficDialPercentage": 100, **shown(parameters, EndpointGroupArn=arn, EndpointDescriptions=described)}
    owner["groups"][arn] = group
    return 200, {"EndpointGroup": group}


def part(kind, collection, verb):
    """Describes, changes or deletes a listener or an endpoint group."""

    def handler(known, parameters):
        arn = parameters[f"{kind}Arn"]
        items = (accelerator_of(known, arn) or {}).get(collection, {})
        if arn not in items:
            return not_found(kind)
        if verb == "delete":
            del items[arn]
            return 200, {}
        if verb == "update":
            items[arn].update(shown(parameters))
            if endpoints := parameters.get("EndpointConfigurations"):
                items[arn]["EndpointDescriptions"] = [{"HealthState": "HEALTHY", **each} for each in endpoints]
        return 200, {kind: items[arn]}

    return handler


PARTS = {
    "create_listener": create_listener,
    "create_endpoint_group": create_endpoint_group,
    # Nobody else's load balancers are lent to us here.
    "list_cross_account_resources": lambda known, parameters: (200, {"CrossAccountResources": []}),
}
for verb in ("describe", "update", "delete"):
    PARTS[f"{verb}_listener"] = part("Listener", "listeners", verb)
    PARTS[f"{verb}_endpoint_group"] = part("EndpointGroup", "groups", verb)

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
