#!/usr/bin/env python3
"""Holds the CA files of databases to what they are for: a file a region, in each the three valid roots of that region."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "modules/aws/k8s-service/database_certificates"
KINDS = {"RSA2048", "RSA4096", "ECC384"}
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\n.*?-----END CERTIFICATE-----\n", re.DOTALL)
REGION = re.compile(r"^  ([a-z]+(?:-[a-z]+)+-\d): \d+$", re.MULTILINE)


def openssl(*arguments, text):
    return subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True, check=False)


def faults_of(file):
    text, kinds = file.read_text(), set()
    if CERTIFICATE.sub("", text):
        yield "holds more than certificates"
    for certificate in CERTIFICATE.findall(text):
        read = openssl("x509", "-noout", "-subject", "-issuer", "-nameopt", "RFC2253", "-ext", "basicConstraints",
                       text=certificate)
        names = re.findall(rf"CN=Amazon RDS {file.stem} Root CA (\w+) G1", read.stdout)
        if len(names) != 2 or names[0] != names[1]:
            yield f"a certificate is not a root of this region: {read.stdout or read.stderr}"
            continue
        kinds.add(names[0])
        if "CA:TRUE" not in read.stdout:
            yield f"{names[0]} is not a CA"
        if openssl("x509", "-noout", "-checkend", "0", text=certificate).returncode != 0:
            yield f"{names[0]} has expired"
        if openssl("verify", "-CAfile", str(file), text=certificate).returncode != 0:
            yield f"{names[0]} is not signed by itself"
    if kinds != KINDS:
        yield f"has {sorted(kinds)}, not {sorted(KINDS)}"


def main():
    regions = set(REGION.findall((ROOT / "modules/aws/cloud.yaml").read_text()))
    files = {file.stem: file for file in FOLDER.glob("*.pem")}
    told = set(re.findall(r"`([a-z]+(?:-[a-z]+)+-\d)`", (FOLDER / "README.md").read_text().partition("Not there yet")[2]))
    found = [f"{region}: no file, and the README does not say so" for region in sorted(regions - files.keys() - told)]
    found += [f"{region}: the README says that it has no file" for region in sorted(told & files.keys())]
    found += [f"{region}: {fault}" for region, file in sorted(files.items()) for fault in faults_of(file)]
    print("\n".join(found) or f"{len(files)} regions, {len(regions & told)} without certificates")
    return 1 if found or not regions or not files else 0


if __name__ == "__main__":
    sys.exit(main())
