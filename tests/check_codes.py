#!/usr/bin/env python3
"""Holds the diagnostic codes to their rules, and writes their page of the manual.

Ids and names are unique and in their group, each has an explanation, each is reported somewhere in src, and
docs/manual/diagnostics.md is what codes.def says.

usage: check_codes.py ROOT [--write]     (--write renews the page instead of comparing it)
"""
import re
import sys
from pathlib import Path

PAGE = "docs/manual/diagnostics.md"
GROUPS = {
    "00": "The command line",
    "01": "Reading YAML",
    "02": "The file's shape",
    "03": "Modules and their inputs",
    "04": "References",
    "05": "Relations between values",
    "06": "Not built yet",
    "07": "Engines and the cloud",
    "08": "Versions that go together",
}
CODE = re.compile(r'^OPTA_CODE\("(\w+)", (\w+), k(Error|Warning), "([^"]+)", R"\(\n(.*?)\n\)"\)$', re.MULTILINE | re.DOTALL)


def read_codes(root):
    text = (root / "src/diag/codes.def").read_text(encoding="utf-8")
    codes = CODE.findall(text)
    if len(codes) != len(re.findall(r"^OPTA_CODE\(", text, re.MULTILINE)):
        sys.exit("error: codes.def has an entry that this script cannot read")
    return codes


def problems(root, codes):
    sources = [path for path in (root / "src").rglob("*") if path.suffix in (".h", ".cpp")]
    used = set(re.findall(r"\bk([A-Z]\w+)", "".join(path.read_text(encoding="utf-8") for path in sources)))
    for what, values in (("id", [code[0] for code in codes]), ("name", [code[1] for code in codes])):
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"the {what} {value} stands twice"
    for code_id, name, severity, _, text in codes:
        if not re.fullmatch(r"[EW]\d{4}", code_id) or code_id[1:3] not in GROUPS:
            yield f"{code_id} is not E or W and a group's number"
        elif (code_id[0] == "E") != (severity == "Error"):
            yield f"{code_id} does not begin with the letter of its severity"
        if not text.strip():
            yield f"{code_id} has no explanation"
        if name not in used:
            yield f"{code_id} (k{name}) is reported nowhere in src"


def page(codes):
    lines = ["# Diagnostics", "",
             "Every error and warning has a code. `opta explain CODE` prints the text below. This page is made from",
             "`src/diag/codes.def` by `tests/check_codes.py . --write`.", ""]
    for number, title in GROUPS.items():
        lines += [f"## {title}", ""]
        for code_id, _, severity, about, text in sorted(codes):
            if code_id[1:3] == number:
                lines += [f"### {code_id}: {about}", "", f"*{severity.lower()}*", "", text.strip(), ""]
    return "\n".join(lines)


def main(arguments):
    if len(arguments) not in (2, 3) or arguments[2:] not in ([], ["--write"]):
        sys.exit(__doc__)
    root = Path(arguments[1])
    codes = read_codes(root)
    path = root / PAGE
    if len(arguments) == 3:
        path.write_text(page(codes), encoding="utf-8")
        return 0
    found = list(problems(root, codes))
    if not path.is_file() or path.read_text(encoding="utf-8") != page(codes):
        found.append(f"{PAGE} is not what codes.def says; run {Path(__file__).name} {root} --write")
    for problem in found:
        print(f"error: {problem}")
    print(f"{len(codes)} codes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
