"""The WSGI application: our own paths and services first, moto for the rest."""

import ipaddress
import json
import os
import threading

import moto
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request, Response

import answers
import calls
import inventory
import patches
import registry
from patches import global_accelerator


def is_this_machine(host):
    """Whether a Host header names loopback. Others come from web pages that have their name point here."""
    name = host.rsplit(":", 1)[0].strip("[]") if not host.endswith("]") else host.strip("[]")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def answer(value, status=200):
    return Response(json.dumps(value, indent=1) + "\n", status=status, content_type="application/json")


class Underway:
    """How many calls of AWS were taken and not answered yet, be their callers dead or alive."""

    def __init__(self):
        self._lock = threading.Lock()
        self.count = 0

    def __enter__(self):
        with self._lock:
            self.count += 1

    def __exit__(self, *_):
        with self._lock:
            self.count -= 1


def health(underway):
    return answer({"status": "ok", "moto": moto.__version__, "pid": os.getpid(), "patches": list(patches.NAMES),
                   "underway": underway.count})


def list_inventory(request):
    account, region = request.args.get("account"), request.args.get("region")
    if not account:
        return answer({"error": "say which account: ?account=<12 digits>[&region=<region>]"}, 400)
    return answer(inventory.resources(account, region))


def list_calls(request, recorder):
    """What was called since the last POST, which starts the recording."""
    if request.method == "POST":
        recorder.start()
    return answer(recorder.calls())


def create():
    patches.apply()
    # moto's state is plain Python data: of two requests that change one security group at once, one can lose.
    turn = threading.Lock()
    given = answers.Answers()
    recorder = calls.Recorder()
    underway = Underway()
    images = registry.Registry(turn)
    aws = DomainDispatcherApplication(create_backend_app)

    def application(environ, start_response):
        request = Request(environ)
        if not is_this_machine(request.host):
            response = answer({"error": "not for this host"}, 403)
        elif request.path == "/opta/health":
            response = health(underway)
        elif request.path == "/opta/inventory":
            response = list_inventory(request)
        elif request.path == "/opta/calls":
            response = list_calls(request, recorder)
        elif registry.is_meant(request):
            response = images.respond(request)
        else:
            recorder.see(request)
            if not global_accelerator.is_meant(request):
                with underway, turn:
                    return given.respond(aws, environ, start_response)
            response = global_accelerator.respond(request)
        return response(environ, start_response)

    return application
