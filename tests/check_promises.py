#!/usr/bin/env python3
"""Holds the manual's page of the promises to what the program says of them.

usage: check_promises.py OPTA ROOT [--write]     (--write renews the page instead of comparing it)
"""
import subprocess
import sys
from pathlib import Path

PAGE = "docs/manual/promises.md"


def main(arguments):
    if len(arguments) not in (3, 4) or arguments[3:] not in ([], ["--write"]):
        sys.exit(__doc__)
    page = subprocess.run([arguments[1], "verify", "--list", "--format", "markdown"], capture_output=True, text=True,
                          check=True, timeout=60).stdout
    path = Path(arguments[2]) / PAGE
    if len(arguments) == 4:
        path.write_text(page, encoding="utf-8")
        return 0
    if path.is_file() and path.read_text(encoding="utf-8") == page:
        return 0
    print(f"error: {PAGE} is not what the promises say; run {Path(__file__).name} {' '.join(arguments[1:3])} --write")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
