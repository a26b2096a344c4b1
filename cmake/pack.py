#!/usr/bin/env python3
"""Packs folders into one archive for the binary: for each file "path\\nlength\\n" and its bytes, sorted by path.

The order and the content depend on the files alone, so the same tree gives the same bytes.
"""
import pathlib
import sys


def main() -> None:
    root, archive, folders = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    paths = sorted(
        path.relative_to(root).as_posix()
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".terraform" not in path.parts
    )
    with archive.open("wb") as out:
        for path in paths:
            data = (root / path).read_bytes()
            out.write(f"{path}\n{len(data)}\n".encode())
            out.write(data)


main()
