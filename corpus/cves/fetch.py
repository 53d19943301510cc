#!/usr/bin/env python3
"""Brings the releases of a corpus into a folder, unpacked, each in PACKAGE-VERSION. Runs nothing of theirs.

Usage: fetch.py FOLDER [CORPUS]. CORPUS is `cves.toml`, which it is when nothing is said, or `cves-other.toml`. The package
index is the one that pip is set to use. Archives are read as data: files outside of
their folder, links and anything but texts are left out.
"""

import io
import json
import os
import sys
import tarfile
import tomllib
import urllib.request
import zipfile
from pathlib import Path

from pip._internal.models.index import PyPI

ENDINGS = (".tar.gz", ".tgz", ".tar.bz2", ".zip")
TEXTS = {".py", ".html", ".txt", ".cfg", ".toml", ".jinja2", ".mako", ".j2", ".in", ".xml", ".pt", ".tmpl", ".yml",
         ".yaml", ".ini", ".tpl", ".zcml"}
MOST_BYTES = 5_000_000


def read(address, accept="*/*"):
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": accept}), timeout=120) as answer:
        return answer.read()


def archive(package, version):
    """The name and address of a release's source archive, or of its wheel where there is none."""
    index = os.environ.get("PIP_INDEX_URL", PyPI.simple_url).rstrip("/")
    listing = json.loads(read(f"{index}/{package}/", "application/vnd.pypi.simple.v1+json"))
    wanted = version.lower()
    wheels = []
    for file in listing["files"]:
        name = file["filename"]
        if name.endswith(".whl") and name.split("-")[1].lower() == wanted:
            wheels.append(file)
        for ending in ENDINGS:
            if name.endswith(ending) and name[: -len(ending)].lower().endswith("-" + wanted):
                return name, file["url"]
    if not wheels:
        raise SystemExit(f"{package} {version} is not published any more")
    return wheels[0]["filename"], wheels[0]["url"]


def members(name, data):
    """The regular files of an archive, with their bytes."""
    if name.endswith((".zip", ".whl")):
        with zipfile.ZipFile(io.BytesIO(data)) as files:
            for entry in files.infolist():
                if not entry.is_dir() and entry.file_size <= MOST_BYTES:
                    yield entry.filename, files.read(entry)
    else:
        with tarfile.open(fileobj=io.BytesIO(data)) as files:
            for entry in files:
                if entry.isfile() and entry.size <= MOST_BYTES:
                    yield entry.name, files.extractfile(entry).read()


def unpack(folder, package, version):
    target = folder / f"{package}-{version}"
    if target.is_dir():
        return
    part = folder / f"{package}-{version}.part"
    name, address = archive(package, version)
    for path, text in members(name, read(address)):
        steps = path.split("/")
        metadata = steps[-1] in ("PKG-INFO", "METADATA")
        if path.startswith("/") or ".." in steps or not (metadata or Path(path).suffix in TEXTS):
            continue
        file = part / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    part.rename(target)
    print(target.name)


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    corpus_file = sys.argv[2] if len(sys.argv) == 3 else "cves.toml"
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    corpus = tomllib.loads((Path(__file__).parent.parent / corpus_file).read_text())
    for pair in corpus["pair"]:
        for version in (pair["vulnerable"], pair["fixed"]):
            unpack(folder, pair["package"], version)


if __name__ == "__main__":
    main()
