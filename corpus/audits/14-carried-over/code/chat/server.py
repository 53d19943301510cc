import logging
import os
import re

from aiohttp import web

log = logging.getLogger(__name__)
SLOW = re.compile(r"^(a+)+$")
QUICK = re.compile(r"^a+$")


async def say(request):
    text = request.query["text"]
    log.info("said: " + text)
    return web.Response(text="<p>" + text + "</p>", content_type="text/html")


async def check(request):
    if SLOW.match(request.query["text"]):
        return web.Response(text="ok")
    return web.Response(text="no")


async def check_quickly(request):
    if QUICK.match(request.query["text"]):
        return web.Response(text="ok")
    return web.Response(text="no")


async def history(request):
    name = os.path.basename(request.query["room"])
    return web.FileResponse(os.path.join("/srv/rooms", name))


app = web.Application()
app.router.add_get("/say", say)
app.router.add_get("/check", check)
app.router.add_get("/quick", check_quickly)
app.router.add_get("/history", history)
