"""Reverting a resize must not leave the source host's usage behind.

A server that was resized to another host and then brought back used to be counted twice until the next audit of the
resource tracker: the claim on the target host was dropped, while the one on the source host was written again beside
the one that was still there.
"""

from cirrus import test
from cirrus.tests import fixtures as cirrus_fixtures
from cirrus.tests.functional import helpers
from cirrus.tests.unit import fake_driver
from cirrus.tests.unit.image import fake_images


class ResizeRevertUsageTest(test.TestCase, helpers.ServerHelper):
    """Two compute hosts, one server, there and back again."""

    def setUp(self):
        super().setUp()
        self.useFixture(cirrus_fixtures.PolicyFixture())
        self.useFixture(cirrus_fixtures.NetworkFixture(self))
        self.useFixture(cirrus_fixtures.PlacementFixture())
        self.useFixture(cirrus_fixtures.SingleDatabase())

        api_fixture = self.useFixture(cirrus_fixtures.ApiFixture(version="v2.1"))
        self.api = api_fixture.admin_api
        self.api.microversion = "latest"

        fake_images.stub_out_images(self)
        self.addCleanup(fake_images.reset)

        self.flags(driver="fake_driver.TwoHosts", group="compute")
        self.flags(password="placeholder", group="placement")
        self.start_service("conductor")
        self.start_service("scheduler")
        self.computes = {}
        for host in ("host1", "host2"):
            fake_driver.set_hosts([host])
            self.computes[host] = self.start_service("compute", host=host)

        flavors = self.api.get_flavors()
        self.small = next(flavor for flavor in flavors if flavor["name"] == "m1.small")
        self.large = next(flavor for flavor in flavors if flavor["name"] == "m1.large")

    def _usage(self, host):
        found = self.api.api_get(f"/hypervisors?host={host}").body["hypervisors"]
        usage = self.api.api_get("/hypervisors/%s" % found[0]["id"]).body["hypervisor"]
        return {key: usage[key] for key in ("vcpus_used", "memory_mb_used", "local_gb_used")}

    def _boot(self, flavor):
        request = self.build_server_request(name="revert-me", flavor_id=flavor["id"], networks="none")
        server = self.api.post_server({"server": request})
        return self.wait_for_state(server, "ACTIVE")

    def _act(self, server, action, state):
        self.api.post_server_action(server["id"], action)
        return self.wait_for_state(server, state)

    def test_usage_is_what_it_was(self):
        server = self._boot(self.small)
        source = server["OS-EXT-SRV-ATTR:host"]
        target = "host2" if source == "host1" else "host1"
        before = {host: self._usage(host) for host in (source, target)}
        self.assertNotEqual(0, before[source]["memory_mb_used"])

        server = self._act(server, {"resize": {"flavorRef": self.large["id"]}}, "VERIFY_RESIZE")
        self.assertEqual(target, server["OS-EXT-SRV-ATTR:host"])
        during = self._usage(target)
        self.assertEqual(self.large["ram"], during["memory_mb_used"] - before[target]["memory_mb_used"])

        server = self._act(server, {"revertResize": None}, "ACTIVE")
        self.assertEqual(source, server["OS-EXT-SRV-ATTR:host"])
        for compute in self.computes.values():
            compute.manager.update_available_resource(self.context)

        after = {host: self._usage(host) for host in (source, target)}
        self.assertEqual(before, after)

        self.api.delete_server(server["id"])
        self.wait_until_deleted(server)
        self.assertEqual(0, self._usage(source)["vcpus_used"])
