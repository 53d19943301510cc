"""Means of measurements."""


def mean(values):
    """The mean of some values; nothing for none."""
    return sum(values) / len(values) if values else None
