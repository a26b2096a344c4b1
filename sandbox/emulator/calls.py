"""Which AWS operations were called, and on what: for the test of what a deployer's IAM policy must allow.

The operation is read off the request by botocore's service models and not asked of moto, so it is what AWS would
see. Of the parameters only those are kept that name a resource; values, tokens and bodies are not.
"""

import functools
import io
import json
import re
import threading
import urllib.parse

import botocore.loaders

# AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request
_SCOPE = re.compile(r"Credential=[^/]+/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")

# The services whose operation stands in method and path, with the names of their models.
_REST = {name: name for name in ("apigateway", "backup", "cloudfront", "eks", "kafka", "lambda", "route53", "s3")}

_NAMES_A_RESOURCE = re.compile(r"[A-Za-z]*(?:Name|Id|Identifier|Arn|ARN|Url)")


def _path(request):
    """As it was sent: an ARN in it has slashes that are no parts of the path."""
    return request.environ.get("RAW_URI", request.path).partition("?")[0].rstrip("/")


class _Operation:
    """How a request of a REST service looks: method, path, and what must stand in query and headers."""

    def __init__(self, name, model, shapes):
        self.name = name
        self.method = model["http"]["method"]
        path, _, query = model["http"]["requestUri"].partition("?")
        self.path = re.compile("".join(self._part(part) for part in re.split(r"(\{[^}]+\})", path.rstrip("/"))))
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        self.headers = []
        shape = shapes.get(model.get("input", {}).get("shape"), {})
        for member in shape.get("required", []):
            location = shape["members"][member]
            if location.get("location") == "querystring":
                self.query.setdefault(location["locationName"], "")
            elif location.get("location") == "header":
                self.headers.append(location["locationName"])
        # The one that demands most is meant; of two that demand the same, the one that is not outdated.
        self.rank = (-len(self.query) - len(self.headers), model.get("deprecated", False), name)

    @staticmethod
    def _part(text):
        if not text.startswith("{"):
            return re.escape(text)
        name = text.strip("{}")
        return f"(?P<{name.rstrip('+')}>.+)" if name.endswith("+") else f"(?P<{name}>[^/]+)"

    def match(self, request):
        if request.method != self.method:
            return None
        if any(name not in request.args or (value and request.args[name] != value)
               for name, value in self.query.items()):
            return None
        if any(name not in request.headers for name in self.headers):
            return None
        return self.path.fullmatch(_path(request))


@functools.cache
def _operations(service):
    model = botocore.loaders.Loader().load_service_model(_REST[service], "service-2")
    operations = [_Operation(name, each, model["shapes"]) for name, each in model["operations"].items()]
    return sorted(operations, key=lambda each: each.rank)


def _body(request):
    """The request's body, which stays there for who handles the request."""
    body = request.environ["wsgi.input"].read(request.content_length or 0)
    request.environ["wsgi.input"] = io.BytesIO(body)
    return body


def describe(request):
    """Service, operation, region and the resource's names; None for what is no call of AWS."""
    scope = _SCOPE.search(request.headers.get("Authorization", ""))
    if scope is None:
        return None
    service = scope["service"]
    if target := request.headers.get("X-Amz-Target"):
        parameters = json.loads(_body(request) or b"{}")
        operation = target.rpartition(".")[2]
    elif _REST.get(service):
        for candidate in _operations(service):
            if match := candidate.match(request):
                operation = candidate.name
                parameters = {name: urllib.parse.unquote(value) for name, value in match.groupdict().items()}
                break
        else:
            operation, parameters = f"{request.method} {request.path}", {}
    else:
        form = urllib.parse.parse_qs(_body(request).decode(errors="replace"))
        parameters = {name: values[0] for name, values in form.items()}
        operation = parameters.get("Action", request.path)
    rest = bool(_REST.get(service))
    resource = {name: value for name, value in parameters.items()
                if isinstance(value, str) and (rest or _NAMES_A_RESOURCE.fullmatch(name))}
    return {"service": service, "operation": operation, "region": scope["region"], "resource": resource}


class Recorder:
    """The calls since it was started, each once. Off until then: a sandbox may run for weeks."""

    def __init__(self):
        self._lock = threading.Lock()
        self._calls = None

    def start(self):
        with self._lock:
            self._calls = {}

    def see(self, request):
        if self._calls is None:
            return
        if (call := describe(request)) is not None:
            with self._lock:
                self._calls.setdefault(json.dumps(call, sort_keys=True), call)

    def calls(self):
        with self._lock:
            return [self._calls[key] for key in sorted(self._calls or {})]
