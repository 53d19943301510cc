#!/usr/bin/env python3
"""Prints the advisories of some packages in the order in which they are drawn.

Usage: draw.py DATABASE, a checkout of the Python Packaging Advisory Database. Eligible are its own entries (PYSEC) for the
packages of packages.txt; their order is that of the SHA-256 of the seed, a colon and the entry's id.
"""

import hashlib
import sys
import tomllib
from pathlib import Path


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    here = Path(__file__).parent
    seed = tomllib.loads((here.parent / "cves.toml").read_text())["seed"]
    packages = set((here / "packages.txt").read_text().lower().split())
    drawn = []
    for folder in (Path(sys.argv[1]) / "vulns").iterdir():
        if folder.name.lower() in packages:
            drawn += [(file.stem, folder.name) for file in folder.glob("PYSEC-*.yaml")]
    drawn.sort(key=lambda entry: hashlib.sha256(f"{seed}:{entry[0]}".encode()).hexdigest())
    for position, (advisory, package) in enumerate(drawn):
        print(position, advisory, package)


if __name__ == "__main__":
    main()
