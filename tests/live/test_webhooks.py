"""Webhooks of real servers: registered, delivered, verified, removed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ghoststatic.ghost import NotFound, ValidationFailed
from ghoststatic.ghost.webhook import BadSignature, Event, open_delivery
from tests.live.conftest import LiveGhost

SECRET = "a secret with späces & 日本"


class Mailbox:
    """Receives deliveries and keeps them."""

    def __init__(self) -> None:
        self.deliveries: list[tuple[str, bytes, str | None]] = []
        mailbox = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Keep the test output quiet."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mailbox.deliveries.append((self.path.strip("/"), body, self.headers.get("X-Ghost-Signature")))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, *names: str) -> dict[str, Event]:
        """Genuine events by name, when all of these have come."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            events = {
                name: open_delivery(body, header, SECRET, now=time.time(), name=name)
                for name, body, header in list(self.deliveries)
            }
            if set(names) <= set(events):
                return events
            time.sleep(0.05)
        raise AssertionError(f"came: {[name for name, *_ in self.deliveries]}")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A receiver on this machine."""
    box = Mailbox()
    yield box
    box.server.shutdown()
    box.server.server_close()


@pytest.mark.spec(
    "A-230", "A-231", "A-234", "A-235", "A-238", "W-014", "W-023", "W-042", "W-060", "W-064", "W-070", "W-071"
)
def test_deliveries_are_genuine(live: LiveGhost, mailbox: Mailbox) -> None:
    """A post is published and deleted; every delivery is signed, and none opens with another secret."""
    admin = live.admin()
    names = ("post.published", "post.deleted", "site.changed")
    hooks = [admin.webhooks.add(event=name, target_url=f"{mailbox.url}/{name}", secret=SECRET) for name in names]
    post = admin.posts.add({"title": "Hooked", "status": "published"})
    events = mailbox.wait_for("post.published", "site.changed")
    assert events["post.published"].id == post["id"]
    admin.posts.delete(post["id"])
    assert mailbox.wait_for("post.deleted")["post.deleted"].previous_id == post["id"]
    _, body, header = mailbox.deliveries[0]
    with pytest.raises(BadSignature):
        open_delivery(body, header, "another secret", now=time.time())
    with pytest.raises(ValidationFailed):
        admin.webhooks.add(event=names[0], target_url=f"{mailbox.url}/{names[0]}")
    assert admin.webhooks.edit(hooks[0]["id"], {"name": "renamed"})["name"] == "renamed"
    for hook in hooks:
        admin.webhooks.delete(hook["id"])
        with pytest.raises(NotFound):
            admin.webhooks.edit(hook["id"], {"name": "x"})


@pytest.mark.spec("A-231")
def test_staff_names_the_integration(live: LiveGhost) -> None:
    """With a staff token ``integration_id`` is needed."""
    staff = live.staff()
    with pytest.raises(ValidationFailed) as caught:
        staff.webhooks.add(event="tag.added", target_url="http://127.0.0.1:9/tag")
    assert caught.value.property == "integration_id"
    hook = staff.webhooks.add(
        event="tag.added", target_url="http://127.0.0.1:9/tag", integration_id=live.integration_id
    )
    known = [each["id"] for row in staff.integrations.browse(include="webhooks") for each in row.get("webhooks", [])]
    assert hook["id"] in known
    staff.webhooks.delete(hook["id"])
