import csv
import gzip
import io
import zipfile

import requests
from flask import Flask, make_response, request

app = Flask(__name__)
ALLOWED_ORIGIN = "https://desk.example.org"


@app.get("/export")
def export():
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([request.args["note"], 1])
    return make_response(out.getvalue(), 200, {"Content-Type": "text/csv"})


@app.post("/unpack")
def unpack():
    text = gzip.decompress(request.data)
    return {"length": len(text)}


@app.post("/names")
def names():
    with zipfile.ZipFile(io.BytesIO(request.data)) as archive:
        return {"names": archive.namelist()}


@app.get("/admin")
def admin():
    if request.headers.get("X-Forwarded-For") == "127.0.0.1":
        return {"secret": "plans"}
    return {"error": "no"}, 403


@app.get("/cors")
def cors():
    answer = make_response("ok")
    answer.headers["Access-Control-Allow-Origin"] = ALLOWED_ORIGIN
    return answer


@app.get("/header")
def header():
    answer = make_response("ok")
    answer.headers["X-Note"] = "constant"
    return answer


def ping():
    return requests.get("https://ping.example.org", timeout=3)


if __name__ == "__main__":
    app.run(host="0.0.0.0")
