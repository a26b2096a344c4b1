"""The registry behind ECR, as far as a push goes: the protocol that Docker and Podman speak, onto moto's repositories.

What is pushed is counted and not kept: nothing in the sandbox pulls an image. The credentials are those that
`ecr get-authorization-token` gives; without them the answer is AWS's, 401.
"""

import base64
import hashlib
import json
import re
import threading
import uuid

from moto.ecr.exceptions import ImageAlreadyExistsException
from moto.ecr.models import ecr_backends
from werkzeug.wrappers import Response

_UPLOADS = re.compile(r"/v2/(?P<name>.+)/blobs/uploads/(?P<upload>[^/]*)")
_BLOB = re.compile(r"/v2/(?P<name>.+)/blobs/(?P<digest>sha256:[0-9a-f]{64})")
_MANIFEST = re.compile(r"/v2/(?P<name>.+)/manifests/(?P<reference>[^/]+)")

_CHUNK_BYTES = 1 << 20
# Uploads that were begun and not ended; a client that dies leaves one.
_UPLOADS_MAX = 1000


def is_meant(request):
    """AWS's own paths of this form come signed."""
    return request.path.startswith("/v2/") and not request.headers.get("Authorization", "").startswith("AWS4")


class Registry:
    """`turn` guards moto's state. The region is not in a request, so a name is looked for in all of them."""

    def __init__(self, turn):
        self._turn = turn
        self._lock = threading.Lock()
        self._uploads = {}
        self._blobs = set()

    def respond(self, request):
        account = _account(request)
        if account is None:
            return _failure(401, "UNAUTHORIZED", "Not Authorized",
                            {"WWW-Authenticate": 'Basic realm="https://ecr.amazonaws.com/",service="ecr.amazonaws.com"'})
        if request.path == "/v2/":
            return Response("{}", content_type="application/json")
        for pattern, answer in ((_UPLOADS, self._upload), (_BLOB, self._blob), (_MANIFEST, self._manifest)):
            if match := pattern.fullmatch(request.path):
                backend = _backend(account, match["name"])
                if backend is None:
                    return _failure(404, "NAME_UNKNOWN", f"The repository with name '{match['name']}' does not exist in "
                                    f"the registry with id '{account}'")
                return answer(request, backend, **match.groupdict())
        return _failure(404, "UNSUPPORTED", "The operation is unsupported")

    def _blob(self, request, _backend, name, digest):
        del name
        if request.method != "HEAD":
            return _failure(405, "UNSUPPORTED", "the sandbox keeps no layers")
        with self._lock:
            known = digest in self._blobs
        return Response(status=200 if known else 404, headers={"Docker-Content-Digest": digest})

    def _upload(self, request, _backend, name, upload):
        with self._lock:
            if request.method == "POST" and not upload:
                if len(self._uploads) >= _UPLOADS_MAX:
                    self._uploads.pop(next(iter(self._uploads)))
                upload = str(uuid.uuid4())
                self._uploads[upload] = [hashlib.sha256(), 0]
                state = self._uploads[upload]
            else:
                state = self._uploads.get(upload)
        if state is None:
            return _failure(404, "BLOB_UPLOAD_UNKNOWN", "The upload is not known")
        while block := request.stream.read(_CHUNK_BYTES):
            state[0].update(block)
            state[1] += len(block)
        if request.method != "PUT":
            return Response(status=202, headers={"Location": f"/v2/{name}/blobs/uploads/{upload}",
                                                 "Docker-Upload-UUID": upload, "Range": f"0-{max(state[1] - 1, 0)}"})
        with self._lock:
            self._uploads.pop(upload, None)
            digest = f"sha256:{state[0].hexdigest()}"
            if digest != request.args.get("digest"):
                return _failure(400, "DIGEST_INVALID", "Provided digest did not match uploaded content")
            self._blobs.add(digest)
        return Response(status=201, headers={"Location": f"/v2/{name}/blobs/{digest}", "Docker-Content-Digest": digest})

    def _manifest(self, request, backend, name, reference):
        if request.method in ("GET", "HEAD"):
            image = _find(backend, name, reference)
            if image is None:
                return _failure(404, "MANIFEST_UNKNOWN", "Requested image not found")
            return Response(image.image_manifest, content_type=image.image_manifest_media_type,
                            headers={"Docker-Content-Digest": image.get_image_digest()})
        body = request.get_data()
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        if missing := self._missing(body):
            return _failure(400, "MANIFEST_BLOB_UNKNOWN", f"a layer is not there: {missing}")
        tag = None if reference.startswith("sha256:") else reference
        with self._turn:
            there = _find(backend, name, reference)
            if there is None or there.get_image_digest() != digest:
                try:
                    backend.put_image(name, body.decode(), tag, request.content_type, digest)
                except ImageAlreadyExistsException:
                    return _failure(400, "TAG_INVALID", f"The image tag '{reference}' already exists in the '{name}' "
                                    "repository and cannot be overwritten because the tag is immutable.")
        return Response(status=201, headers={"Location": f"/v2/{name}/manifests/{digest}",
                                             "Docker-Content-Digest": digest})

    def _missing(self, manifest):
        """A layer or configuration that no push has brought."""
        parts = json.loads(manifest)
        wanted = [part["digest"] for part in [*parts.get("layers", []), parts.get("config") or {}] if "digest" in part]
        with self._lock:
            return next((digest for digest in wanted if digest not in self._blobs), None)


def _failure(status, code, message, headers=None):
    return Response(json.dumps({"errors": [{"code": code, "message": message}]}), status=status,
                    content_type="application/json", headers=headers)


def _account(request):
    """moto's passwords are "ACCOUNT-auth-token"."""
    kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(credentials).decode().partition(":")
    except ValueError:
        return None
    match = re.fullmatch(r"(\d{12})-auth-token", password)
    return match[1] if kind == "Basic" and user == "AWS" and match else None


def _backend(account, name):
    for backend in list(ecr_backends[account].values()):
        if name in backend.repositories:
            return backend
    return None


def _find(backend, name, reference):
    for image in backend.repositories[name].images:
        if reference == image.get_image_digest() or reference in image.image_tags:
            return image
    return None
