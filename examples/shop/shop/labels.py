"""Parcel labels: one file for each order, in a folder that the printer's account can write to as well."""

import os

from . import settings


def write_label(order_id: int, text: str) -> bool:
    """Write the label of an order over the one that is there."""
    path = os.path.join(settings.LABELS, f"{order_id}.txt")
    if os.path.islink(path):
        return False
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def write_return_label(order_id: int, text: str) -> bool:
    """Write the label for sending an order back, once."""
    path = os.path.join(settings.LABELS, f"{order_id}-return.txt")
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True
