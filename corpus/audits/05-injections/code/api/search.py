import ldap3
from flask import Flask, request
from ldap3.utils.conv import escape_filter_chars
from lxml import etree
from pymongo import MongoClient

app = Flask(__name__)
people = MongoClient().staff.people
server = ldap3.Server("ldap.example.org")


def bound():
    return ldap3.Connection(server, auto_bind=True)


@app.route("/ldap")
def by_uid():
    uid = request.args["uid"]
    link = bound()
    link.search("ou=people,dc=example,dc=org", f"(uid={uid})")
    return {"found": len(link.entries)}


@app.route("/ldap/safe")
def by_uid_escaped():
    uid = escape_filter_chars(request.args["uid"])
    link = bound()
    link.search("ou=people,dc=example,dc=org", f"(uid={uid})")
    return {"found": len(link.entries)}


@app.route("/xml")
def by_path():
    name = request.args["name"]
    tree = etree.parse("staff.xml")
    found = tree.xpath("//person[@name='" + name + "']")
    return {"found": len(found)}


@app.route("/xml/safe")
def by_variable():
    tree = etree.parse("staff.xml")
    found = tree.xpath("//person[@name=$name]", name=request.args["name"])
    return {"found": len(found)}


@app.route("/people", methods=["POST"])
def by_query():
    one = people.find_one(request.get_json())
    return {"found": one is not None}
