import os
import tarfile
import tempfile
import zipfile

from flask import Flask, request

app = Flask(__name__)
TARGET = "/var/lib/backup"


@app.post("/restore")
def restore():
    upload = request.files["archive"]
    with tarfile.open(fileobj=upload.stream) as archive:
        archive.extractall(TARGET)
    return "restored"


@app.post("/restore/data")
def restore_data():
    upload = request.files["archive"]
    with tarfile.open(fileobj=upload.stream) as archive:
        archive.extractall(TARGET, filter="data")
    return "restored"


def scratch():
    return tempfile.mktemp(suffix=".bak")


def scratch_file():
    return tempfile.NamedTemporaryFile(suffix=".bak")


def keep(data):
    path = os.path.join(TARGET, "latest.bak")
    with open(path, "wb") as out:
        out.write(data)
    os.chmod(path, 0o777)


def keep_private(data):
    path = os.path.join(TARGET, "private.bak")
    with open(path, "wb") as out:
        out.write(data)
    os.chmod(path, 0o600)
