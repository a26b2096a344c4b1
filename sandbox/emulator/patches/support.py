"""Small helpers of the patches."""

import datetime
import functools
import random
import string
import uuid


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def upper_id(length):
    return "".join(random.choices(string.ascii_uppercase + string.digits, k=length))


def hex_id(length=17):
    return uuid.uuid4().hex[:length]


def store(backend, name):
    """A dictionary that lives and dies with one account's backend in one region."""
    return backend.__dict__.setdefault(f"_opta_{name}", {})


def wrap(owner, name):
    """Decorator: replaces a method by a function that gets the original as its first argument."""

    def decorate(function):
        original = getattr(owner, name)

        @functools.wraps(original)
        def replacement(*arguments, **keywords):
            return function(original, *arguments, **keywords)

        setattr(owner, name, replacement)
        return function

    return decorate


def add_methods(owner, *functions):
    for function in functions:
        setattr(owner, function.__name__, function)


def add_paths(urls, handler, *paths):
    """Adds request paths to a service's url module, before those that are there: the first match answers."""
    known = dict(urls.url_paths)
    urls.url_paths.clear()
    urls.url_paths.update({"{0}" + path: handler for path in paths})
    urls.url_paths.update(known)
