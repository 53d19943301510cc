import json
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.post("/convert")
def convert():
    options = request.get_json()
    result = subprocess.run(
        "convert "
        + options["source"]
        + " "
        + options["target"],
        shell=True,
        check=True,
    )
    return {"code": result.returncode}


@app.post("/resize")
def resize():
    options = request.get_json()
    width = int(options["width"])
    result = subprocess.run(
        ["resize", "--width", str(width), "--", "in.png"],
        check=True,
    )
    return {"code": result.returncode}


@app.post("/keep")
def keep():
    with open("/srv/queue/state.json", "w") as out:
        json.dump(request.get_json(), out)
    return "kept"
