"""Letters to customers."""

import _acme


def send(to, text, sealed=False):
    _acme.letter(to, text, sealed)
