"""Decides what an IAM policy allows, as AWS documents it: nothing, but for statements that allow it and none that deny it.

Only what our policies use; anything else raises an error, so that a policy is never judged by half.
"""
import enum
import re


class Decision(enum.Enum):
    ALLOWED = "allowed"
    NOT_ALLOWED = "implicitDeny"
    DENIED = "explicitDeny"


def decide(policy: dict, action: str, resource: str, context: dict[str, str] | None = None) -> Decision:
    given = {key.lower(): value for key, value in (context or {}).items()}
    effects = {statement["Effect"] for statement in _list(policy["Statement"])
               if _applies(statement, action, resource, given)}
    if "Deny" in effects:
        return Decision.DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.NOT_ALLOWED


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def _applies(statement: dict, action: str, resource: str, context: dict[str, str]) -> bool:
    if unknown := statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}:
        raise NotImplementedError(f"statement with {sorted(unknown)}")
    if statement["Effect"] not in ("Allow", "Deny"):
        raise ValueError(f"effect {statement['Effect']}")
    # All conditions are looked at, so that one that we cannot judge never hides behind one that does not hold.
    held = [_holds(test, key, _list(values), context)
            for test, keys in statement.get("Condition", {}).items() for key, values in keys.items()]
    return (any(_like(pattern.lower(), action.lower()) for pattern in _list(statement["Action"])) and
            any(_like(pattern, resource) for pattern in _list(statement["Resource"])) and all(held))


def _like(pattern: str, text: str) -> bool:
    if "${" in pattern:
        raise NotImplementedError(f"policy variable in {pattern}")
    parts = [{"*": ".*", "?": "."}.get(part, re.escape(part)) for part in re.split(r"([*?])", pattern)]
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def _arn_like(pattern: str, arn: str) -> bool:
    """A wildcard of ArnLike does not reach over a colon, but in the last of the six parts."""
    patterns, parts = pattern.split(":", 5), arn.split(":", 5)
    return len(patterns) == len(parts) == 6 and all(map(_like, patterns, parts))


_TESTS = {
    "StringEquals": lambda wanted, text: wanted == text,
    "StringLike": _like,
    "ArnEquals": _arn_like,  # They are the same, as AWS says.
    "ArnLike": _arn_like,
    "Bool": lambda wanted, text: wanted.lower() == text.lower(),
}


def _holds(test: str, key: str, values: list[str], context: dict[str, str]) -> bool:
    """A key that the request does not have fails each of these tests."""
    if test not in _TESTS:
        raise NotImplementedError(f"condition {test}")
    text = context.get(key.lower())
    return text is not None and any(_TESTS[test](value, text) for value in values)
