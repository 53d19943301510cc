import json
import os
import ssl
import urllib.request

from aiohttp import ClientSession, web

TARGETS = {"a": "http://a.internal/", "b": "http://b.internal/"}


async def forward(request):
    async with ClientSession() as session:
        async with session.get(request.query["url"]) as answer:
            return web.Response(body=await answer.read())


async def forward_known(request):
    target = TARGETS.get(request.query["name"])
    if target is None:
        raise web.HTTPNotFound()
    async with ClientSession() as session:
        async with session.get(target) as answer:
            return web.Response(body=await answer.read())


def poll():
    context = ssl._create_unverified_context()
    with urllib.request.urlopen("https://hub.example.org/jobs", context=context) as answer:
        return json.load(answer)


def poll_safely():
    context = ssl.create_default_context()
    with urllib.request.urlopen("https://hub.example.org/jobs", context=context) as answer:
        return json.load(answer)


def token():
    return os.environ.get("HUB_TOKEN", "")


app = web.Application()
app.router.add_get("/forward", forward)
app.router.add_get("/known", forward_known)
