"""Pages that were made before."""

import hashlib


def place(path):
    return "cache/" + hashlib.md5(path.encode()).hexdigest()
