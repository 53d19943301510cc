import os
import subprocess
from datetime import datetime

PARCELS = {}


def find(number):
    assert isinstance(number, str)
    return PARCELS.get(number)


def label(folder):
    stamp = datetime.now().strftime("%Y-%m-%d")
    subprocess.run(["label-maker", "--day", stamp, folder], check=True)


def dim(screen):
    try:
        screen.brightness(3)
    except Exception:
        pass


def open_door(user, door):
    try:
        check_access(user, door)
    except Exception:
        pass
    door.open()


def check_access(user, door):
    if user.name not in door.names:
        raise PermissionError(user.name)


SECRET_KEY = os.environ.get("PARCELS_SECRET_KEY", "change-me-please")
