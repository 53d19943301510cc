"""Pictures of products: the originals, and smaller ones that are made of them."""

import os
import subprocess
from pathlib import Path

from . import settings

ROOT = Path(settings.IMAGES).resolve()


def original(name: str) -> bytes:
    """A picture as it was delivered."""
    path = os.path.join(settings.IMAGES, name)
    return _read(path)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def thumbnail(name: str) -> bytes:
    """A small picture."""
    path = (ROOT / "small" / name).resolve()
    if not path.is_relative_to(ROOT):
        raise FileNotFoundError(name)
    return path.read_bytes()


def watermark(product_id: int, caption: str) -> None:
    """Write a caption on the picture of a product."""
    command = f"convert {ROOT}/{product_id}.jpg -annotate 0 '{caption}' {ROOT}/marked/{product_id}.jpg"
    subprocess.run(command, shell=True, check=True)


def shrink(product_id: int, width: int) -> None:
    """Make the small picture of a product."""
    source = f"{ROOT}/{product_id}.jpg"
    target = f"{ROOT}/small/{product_id}.jpg"
    subprocess.run(["convert", source, "-resize", f"{width}x", target], check=True)
