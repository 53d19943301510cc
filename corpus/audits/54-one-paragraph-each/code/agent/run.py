import os
import secrets
import shlex
import subprocess
import tempfile

from flask import Flask, request

app = Flask(__name__)


@app.post("/grep")
def grep():
    word = shlex.quote(request.form["word"])
    return subprocess.check_output(f"grep {word} /srv/agent/notes.txt", shell=True)


@app.post("/find")
def find():
    word = request.form["word"]
    return subprocess.check_output("grep '" + word + "' /srv/agent/notes.txt", shell=True)


@app.post("/keep")
def keep():
    path = "/tmp/agent-" + request.form["name"]
    with open(path, "w") as out:
        out.write(request.form["text"])
    return "kept"


@app.post("/keep/safe")
def keep_safely():
    with tempfile.NamedTemporaryFile("w", delete=False) as out:
        out.write(request.form["text"])
    return "kept"


def code():
    return secrets.randbelow(10**6)


def run(script):
    os.chmod(script, 0o755)
    subprocess.run([script], check=True)
