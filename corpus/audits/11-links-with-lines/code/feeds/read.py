import xml.sax
from xml.etree import ElementTree

import defusedxml.ElementTree
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.post("/feed")
def feed():
    parser = etree.XMLParser(resolve_entities=True, no_network=False)
    tree = etree.fromstring(request.data, parser)
    return tree.findtext("title") or ""


@app.post("/feed/safe")
def feed_safe():
    tree = defusedxml.ElementTree.fromstring(request.data)
    return tree.findtext("title") or ""


@app.post("/feed/plain")
def feed_plain():
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(request.data, parser).findtext("title") or ""


def bundled():
    return ElementTree.parse("data/default.xml")
