#!/usr/bin/env python3
"""Holds the sources to the rules of the layout.

A folder of src is a stage. A file includes headers of its own stage and of stages that stand before it in the
pipeline; progress, exec and rollout, which know nothing of files and modules, and lsp, which runs nothing, may use less.
Every header has #pragma once; no file is longer than LINES_MAX.

usage: check_layers.py SRC
"""
import re
import sys
from pathlib import Path

PIPELINE = ["base", "source", "diag", "yaml", "catalog", "layer", "emit", "progress", "plan", "prove", "exec",
            "rollout", "view", "web", "lsp", "app", "cli"]
# Where "all that stands before" would be too much.
USES = {"progress": ["base"], "exec": ["base", "source", "diag", "progress"], "rollout": ["base", "exec"],
        "lsp": ["base", "source", "diag", "yaml", "catalog", "layer"]}

LINES_MAX = 800
LINES_NOTICE = 400

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def allowed(stage):
    return set(USES.get(stage, PIPELINE[:PIPELINE.index(stage)])) | {stage}


def check(path, src):
    """Yields (problem, is_error) for a file."""
    text = path.read_text(encoding="utf-8")
    stage = path.relative_to(src).parts[0]
    if stage not in PIPELINE:
        yield f"`{stage}` is no stage; add it to PIPELINE in {Path(__file__).name}", True
        return
    for included in INCLUDE.findall(text):
        target = included.split("/")[0]
        if "/" not in included or target not in PIPELINE:
            yield f'includes "{included}"; write it as "stage/file.h"', True
        elif not (src / included).is_file():
            yield f'includes "{included}", which does not exist', True
        elif target not in allowed(stage):
            yield f'includes "{included}", but `{stage}` may not use `{target}`', True
    if path.suffix == ".h" and "#pragma once" not in text.splitlines():
        yield "lacks #pragma once", True
    lines = text.count("\n") if path.suffix != ".def" else 0  # a table is as long as what it lists
    if lines > LINES_MAX:
        yield f"has {lines} lines; {LINES_MAX} is the limit", True
    elif lines > LINES_NOTICE:
        yield f"has {lines} lines; look whether it is two files", False


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    src = Path(arguments[1])
    failed = False
    files = sorted(path for path in src.rglob("*") if path.suffix in (".h", ".cpp", ".def"))
    for path in files:
        for problem, is_error in check(path, src):
            failed |= is_error
            print(f"{'error' if is_error else 'notice'}: {path.relative_to(src.parent)} {problem}")
    print(f"{len(files)} files")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
