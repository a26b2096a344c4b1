#!/usr/bin/env python3
"""Runs `opta validate` on every file of tests/corpus and compares what it prints with tests/golden/expected.

A file of `accepted` must exit with 0, one of `broken` and `clouds` with 2. For all files but those of `accepted`
that print nothing, the whole output is kept, so a change of words or places shows as a difference.

usage: run.py OPTA [--accept]     --accept rewrites what is expected
"""
import difflib
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE.parent / "corpus"
SECONDS_MAX = 20


def flags_of(path: pathlib.Path) -> list[str]:
    for line in path.read_bytes().splitlines()[:3]:
        if line.startswith(b"# flags: "):
            return line[len(b"# flags: "):].decode().split()
    return []


def run(opta: str, path: pathlib.Path) -> tuple[int, str]:
    relative = path.relative_to(CORPUS)
    environment = {"PATH": os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "100", "OPTA_TODAY": "2026-11-24"}
    result = subprocess.run([opta, "validate", "-c", str(relative), *flags_of(path)], cwd=CORPUS, env=environment,
                            capture_output=True, timeout=SECONDS_MAX, check=False)
    text = (result.stderr + result.stdout).decode("utf-8", "replace")
    return result.returncode, f"exit {result.returncode}\n{text}"


def main() -> int:
    opta, accept = str(pathlib.Path(sys.argv[1]).resolve()), "--accept" in sys.argv
    failures, seen = 0, set()
    for folder, exit_wanted in (("accepted", 0), ("broken", 2), ("clouds", 2)):
        for path in sorted((CORPUS / folder).iterdir()):
            if not path.is_file() or path.suffix == ".json":
                continue
            code, text = run(opta, path)
            expected = HERE / "expected" / folder / (path.name + ".txt")
            seen.add(expected)
            problem = "" if code == exit_wanted else f"exit code {code}, not {exit_wanted}"
            if accept and not problem:
                expected.parent.mkdir(parents=True, exist_ok=True)
                expected.write_text(text)
            old = expected.read_text() if expected.exists() else ""
            if not problem and old != text:
                problem = "".join(difflib.unified_diff(old.splitlines(True), text.splitlines(True), "expected", "printed"))
            if problem:
                failures += 1
                print(f"FAILED {folder}/{path.name}\n{problem}")
    for stale in set((HERE / "expected").rglob("*.txt")) - seen:
        failures += 1
        print(f"FAILED {stale.name}: its input is gone")
        if accept:
            stale.unlink()
    print(f"{len(seen) - failures} passed, {failures} failed")
    return 1 if failures else 0


sys.exit(main())
