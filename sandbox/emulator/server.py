#!/usr/bin/env python3
"""The AWS emulator of the sandbox: moto's server with the patches that the real Terraform provider needs.

It listens on loopback only, keeps everything in memory, and ends cleanly on SIGTERM or SIGINT. The port that it got
is written to the ready file once requests are answered.
"""

import os

# Read by moto when it is imported.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # policies such as AmazonEKSClusterPolicy exist
os.environ["MOTO_ACM_VALIDATION_WAIT"] = "1"  # seconds until a certificate with its record in place is issued
os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"  # no web page may read the answers
os.environ.pop("MOTO_ACCOUNT_ID", None)  # would force all requests into one account

import argparse
import ipaddress
import signal
import sys
import threading
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

import application


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # answers may come in parts; Werkzeug closes each connection behind its answer all the same

    def log_request(self, code="-", size="-"):
        """Requests are not logged: they are many, and they name the user's resources."""


def loopback(text):
    """An address that no other machine can reach, or an argument error."""
    address = "127.0.0.1" if text == "localhost" else text
    try:
        if ipaddress.ip_address(address).is_loopback:
            return address
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text} is not a loopback address; the emulator serves this machine only")


def parse(arguments):
    parser = argparse.ArgumentParser(description="AWS emulator on loopback, in memory.")
    parser.add_argument("--host", type=loopback, default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--ready-file", type=Path, help="where to write the port once requests are answered")
    return parser.parse_args(arguments)


def announce(ready_file, port):
    """Writes the port in one step: a reader sees the whole number or no file."""
    half_written = ready_file.with_name(f"{ready_file.name}.{os.getpid()}")
    half_written.write_text(f"{port}\n")
    half_written.replace(ready_file)


def main(arguments):
    options = parse(arguments)
    server = make_server(options.host, options.port, application.create(), threaded=True, request_handler=Handler)
    server.daemon_threads = True  # a client that keeps its connection open does not keep us alive

    def stop(_signal, _frame):
        threading.Thread(target=server.shutdown).start()  # shutdown waits for the loop that this thread runs

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    if options.ready_file:
        announce(options.ready_file, server.server_port)  # the socket listens already
    else:
        print(server.server_port, flush=True)
    server.serve_forever()
    server.server_close()
    if options.ready_file:
        options.ready_file.unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # there is nothing to save, and taking hundreds of megabytes of objects apart takes seconds
