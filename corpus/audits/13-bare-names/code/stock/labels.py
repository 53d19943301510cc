import hashlib


def label(text):
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
