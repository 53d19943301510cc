"""Evacuating a server must move its usage to the new host.

The hosts tell by messages what they have seen; this test listens to them, and asks a host about its disks with the
command line tool that an operator would use.
"""

import json
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from cirrus import test
from cirrus.tests import fixtures as cirrus_fixtures
from cirrus.tests.functional import helpers
from cirrus.tests.unit.image import fake_images


def disk_report(message):
    """What the tool says of the server that a message is about."""
    payload = message["payload"]
    command = "cirrus-disks --host %s --server %s" % (payload["host"], payload["server"])
    return subprocess.check_output(command, shell=True, text=True)


class MessageHandler(BaseHTTPRequestHandler):
    """Takes the messages that the hosts post."""

    reports = []

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        message = json.loads(self.rfile.read(length))
        self.reports.append(disk_report(message))
        self.send_response(204)
        self.end_headers()


class EvacuateUsageTest(test.TestCase, helpers.ServerHelper):
    """Two compute hosts, of which one goes down."""

    def setUp(self):
        super().setUp()
        self.useFixture(cirrus_fixtures.PolicyFixture())
        self.useFixture(cirrus_fixtures.NetworkFixture(self))
        self.useFixture(cirrus_fixtures.PlacementFixture())

        api_fixture = self.useFixture(cirrus_fixtures.ApiFixture(version="v2.1"))
        self.api = api_fixture.admin_api

        fake_images.stub_out_images(self)
        self.addCleanup(fake_images.reset)

        self.listener = HTTPServer(("0.0.0.0", 0), MessageHandler)
        self.addCleanup(self.listener.shutdown)
        Thread(target=self.listener.serve_forever, daemon=True).start()

        self.start_service("conductor")
        self.start_service("scheduler")
        self.computes = {host: self.start_service("compute", host=host) for host in ("host1", "host2")}

    def _usage(self, host):
        found = self.api.api_get(f"/hypervisors?host={host}").body["hypervisors"]
        return found[0]["memory_mb_used"]

    def test_usage_follows_the_server(self):
        request = self.build_server_request(name="evacuate-me", networks="none")
        server = self.wait_for_state(self.api.post_server({"server": request}), "ACTIVE")
        source = server["OS-EXT-SRV-ATTR:host"]
        target = "host2" if source == "host1" else "host1"
        before = self._usage(target)

        self.computes[source].stop()
        self.api.force_down_service(source, "cirrus-compute", True)
        self.api.post_server_action(server["id"], {"evacuate": {"host": target}})
        server = self.wait_for_state(server, "ACTIVE")

        self.assertEqual(target, server["OS-EXT-SRV-ATTR:host"])
        self.assertNotEqual(before, self._usage(target))
        self.assertIn("/dev/vda", "".join(MessageHandler.reports))
