#!/usr/bin/env python3
"""Prints the advisories of some packages in the order in which they are drawn.

Usage: draw.py DATABASE [CORPUS]. DATABASE is a checkout of the Python Packaging Advisory Database, CORPUS is `cves.toml` (which
it is when nothing is said) or `cves-other.toml`. Of the first, eligible are the database's own entries (PYSEC) for the packages
of packages.txt; of the other, those since 2015 for all packages but these and those of left-out.txt, two for each package at
most and three for all of Plone's. The order is that of the SHA-256 of the seed, a colon and the entry's id.
"""

import hashlib
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

SINCE = 2015
MOST_OF_A_PACKAGE = 2
MOST_OF_PLONE = 3
PLONE = re.compile(r"plone.*|products-.*|collective-.*|accesscontrol")


def names(file):
    return set((Path(__file__).parent / file).read_text().lower().split())


def of_others(drawn):
    """What is eligible of packages that the first corpus does not know: few entries of each, the first of the draw."""
    taken = Counter()
    for advisory, package in drawn:
        if int(advisory.split("-")[1]) < SINCE:
            continue
        taken[package] += 1
        if taken[package] > MOST_OF_A_PACKAGE:
            continue
        if PLONE.fullmatch(package):
            taken["of Plone"] += 1
            if taken["of Plone"] > MOST_OF_PLONE:
                continue
        yield advisory, package


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    corpus = sys.argv[2] if len(sys.argv) == 3 else "cves.toml"
    seed = tomllib.loads((Path(__file__).parent.parent / corpus).read_text())["seed"]
    known, left_out = names("packages.txt"), names("left-out.txt")
    drawn = []
    for folder in (Path(sys.argv[1]) / "vulns").iterdir():
        name = folder.name.lower()
        if name in known if corpus == "cves.toml" else name not in known | left_out:
            drawn += [(file.stem, folder.name) for file in folder.glob("PYSEC-*.yaml")]
    drawn.sort(key=lambda entry: hashlib.sha256(f"{seed}:{entry[0]}".encode()).hexdigest())
    for position, (advisory, package) in enumerate(drawn if corpus == "cves.toml" else of_others(drawn)):
        print(position, advisory, package)


if __name__ == "__main__":
    main()
