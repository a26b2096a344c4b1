"""Checks that every resource that can carry tags sets them.

usage: terraform providers schema -json | tags.py FOLDER...

A resource can carry tags if the provider's schema gives it a `tags` attribute. It must set it to `var.tags`, alone or
merged with more.
"""

import json
import re
import sys
from pathlib import Path

RESOURCE = re.compile(r'^resource "([^"]+)" "([^"]+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
TAGS = re.compile(r"^  tags += (?:var\.tags|merge\(\s*var\.tags,)", re.MULTILINE)


def taggable(schemas):
    for provider in schemas["provider_schemas"].values():
        for kind, schema in provider.get("resource_schemas", {}).items():
            if "tags" in schema["block"].get("attributes", {}):
                yield kind


def untagged(folder, kinds):
    for path in sorted(folder.glob("*.tf")):
        for kind, name, body in RESOURCE.findall(path.read_text()):
            if kind in kinds and not TAGS.search(body):
                yield f"{path}: {kind}.{name} can carry tags and does not set them to var.tags"


def main(folders):
    kinds = set(taggable(json.load(sys.stdin)))
    found = [line for folder in folders for line in untagged(Path(folder), kinds)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
