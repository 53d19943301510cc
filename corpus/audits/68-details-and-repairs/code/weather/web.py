"""Forecasts for gardens: takes measurements as files and shows them."""

import os
import pickle
import secrets
import subprocess
from pathlib import Path

from flask import Flask, request, send_file
from werkzeug.utils import secure_filename

app = Flask(__name__)
FOLDER = Path("measurements")

key = os.environ.get("WEATHER_KEY")
if key:
    app.secret_key = key
else:
    app.secret_key = secrets.token_hex(32)


@app.post("/measurements")
def store():
    """Keeps a file under a name that names no folder."""
    given = request.files["file"]
    given.save(FOLDER / secure_filename(given.filename))
    return "kept"


@app.get("/measurements")
def load():
    """Sends a file by its name."""
    return send_file(FOLDER / request.args["name"])


@app.post("/garden")
def garden():
    """Takes the state of a garden, as a client kept it."""
    return str(pickle.loads(request.get_data()).beds)


@app.post("/redraw")
def redraw():
    """Draws the map again."""
    subprocess.run(["gnuplot", "map.plot"], check=True)
    return "drawn"


if __name__ == "__main__":
    debug = os.environ.get("WEATHER_DEBUG") == "1"
    app.run(host="127.0.0.1", port=8000, debug=debug, threaded=True)
