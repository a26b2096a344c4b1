"""Answers that were given, by the call: who asks again because an answer got lost on the way gets the same one.

The AWS SDKs number each call and its attempts. On a busy machine a connection breaks now and then after moto has done
its part; the second attempt then finds the subnet that it wants to make, or no longer the rule that it wants to revoke.
"""

import collections

# Calls that may be on their way at one time, many times over.
_KEPT_MAX = 512


class Answers:
    """Not for several threads at once."""

    def __init__(self):
        self._kept = collections.OrderedDict()

    def respond(self, app, environ, start_response):
        """What the application answers, or has answered to an earlier attempt of the same call."""
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if call is None:
            return app(environ, start_response)
        if call in self._kept and not environ.get("HTTP_AMZ_SDK_REQUEST", "").startswith("attempt=1;"):
            status, headers, body = self._kept[call]
            start_response(status, headers)
            return [body]
        said = []
        chunks = app(environ, lambda status, headers, error=None: said.append((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = said[-1]
        if status < "5":
            self._kept[call] = status, headers, body
            if len(self._kept) > _KEPT_MAX:
                self._kept.popitem(last=False)
        start_response(status, headers)
        return [body]
