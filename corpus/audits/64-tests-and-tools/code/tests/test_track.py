import hashlib
import random

import requests

from parcels.track import find

PASSWORD = "Winter-7-garden"


def test_login(client):
    client.post("/login", data={"name": "eva", "password": "Winter-7-garden"})
    answer = requests.get("https://localhost:8000/state", verify=False)
    assert answer.status_code == 200


def test_key():
    key = hashlib.md5(str(random.random()).encode()).hexdigest()
    assert find(key) is None


def test_scratch(tmp_path):
    name = "/tmp/parcels-scratch.txt"
    with open(name, "w") as file:
        file.write("1")
