"""Downloads are bounded, go on where they broke off, and never leave the hosts that were named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ghoststatic.content.media.download import Downloader, Refused, Unavailable
from ghoststatic.content.media.index import Fetched
from ghoststatic.content.media.session import SessionHttp
from tests.content.media.server import Uploads, serving

PATH = "/content/images/x.jpg"
DATA = bytes(range(256)) * 1000


@pytest.fixture
def ghost() -> Iterator[Uploads]:
    """A server with one upload."""
    with serving(Uploads({PATH: DATA}, {PATH: '"1"'})) as uploads:
        yield uploads


def downloader(ghost: Uploads, max_bytes: int = 1 << 20, timeout: float = 5.0) -> Downloader:
    host = urlsplit(ghost.url).netloc
    return Downloader(SessionHttp(2, timeout), frozenset((host,)), max_bytes, timeout, wait=lambda seconds: None)


def leftovers(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_arrives_whole_with_its_validators(ghost: Uploads, tmp_path: Path) -> None:
    assert downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg") == Fetched('"1"', "")
    assert (tmp_path / "x.jpg").read_bytes() == DATA
    assert leftovers(tmp_path) == ["x.jpg"]


def test_nobody_sees_a_key_a_cookie_or_a_password(
    ghost: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine {urlsplit(ghost.url).hostname} login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    ((_, fields),) = ghost.asked
    assert not fields.keys() & {"authorization", "cookie"}


def test_a_cut_connection_is_taken_up_where_it_broke_off(ghost: Uploads, tmp_path: Path) -> None:
    ghost.cut[PATH] = 100_000
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA
    assert [fields.get("range") for _, fields in ghost.asked] == [None, "bytes=100000-"]
    assert ghost.asked[1][1]["if-range"] == '"1"'


def test_another_run_goes_on_with_what_an_earlier_one_left(ghost: Uploads, tmp_path: Path) -> None:
    (tmp_path / "x.jpg.part").write_bytes(DATA[:1000])
    (tmp_path / "x.jpg.part-of").write_text('"1"')
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA
    assert ghost.asked[0][1]["range"] == "bytes=1000-"


def test_parts_of_two_versions_are_never_joined(ghost: Uploads, tmp_path: Path) -> None:
    (tmp_path / "x.jpg.part").write_bytes(b"old" * 1000)
    (tmp_path / "x.jpg.part-of").write_text('"0"')
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA


def test_a_weak_validator_is_not_used_for_joining(ghost: Uploads, tmp_path: Path) -> None:
    ghost.tags[PATH], ghost.dates[PATH] = 'W/"1"', "Sat, 21 Nov 2026 00:00:00 GMT"
    ghost.cut[PATH] = 1000
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA
    assert ghost.asked[1][1]["if-range"] == "Sat, 21 Nov 2026 00:00:00 GMT"


def test_without_a_validator_a_cut_download_begins_anew(ghost: Uploads, tmp_path: Path) -> None:
    del ghost.tags[PATH]
    ghost.cut[PATH] = 1000
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA
    assert "range" not in ghost.asked[1][1]


def test_a_part_that_is_longer_than_the_file_is_thrown_away(ghost: Uploads, tmp_path: Path) -> None:
    (tmp_path / "x.jpg.part").write_bytes(DATA + b"more")
    (tmp_path / "x.jpg.part-of").write_text('"1"')
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA


@dataclass
class Canned:
    """An HTTP that gives one answer again and again."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, headers: Mapping[str, str]) -> Canned:
        self.asked.append(url)
        return self

    def chunks(self) -> Iterator[bytes]:
        yield self.body

    def close(self) -> None:
        pass


def test_a_file_of_the_wrong_length_never_counts_as_whole(tmp_path: Path) -> None:
    http = Canned(200, {"content-length": "10"}, b"12345")
    with pytest.raises(Unavailable, match="5 of 10 bytes"):
        Downloader(http, frozenset(), 100, 1.0, wait=lambda seconds: None).fetch("http://a/x", tmp_path / "x.jpg")
    assert not (tmp_path / "x.jpg").exists()


def test_another_part_than_asked_for_is_refused(tmp_path: Path) -> None:
    http = Canned(206, {"content-range": "bytes 7-9/10"}, b"789")
    with pytest.raises(Refused, match="another part"):
        Downloader(http, frozenset(), 100, 1.0).fetch("http://a/x", tmp_path / "x.jpg")


def test_a_missing_file_is_refused_at_once(ghost: Uploads, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="404"):
        downloader(ghost).fetch(ghost.url + "/content/images/none.jpg", tmp_path / "x.jpg")
    assert len(ghost.asked) == 1
    assert leftovers(tmp_path) == []


@pytest.mark.spec("FE-COPY-5")
def test_a_redirect_on_the_same_host_is_followed(ghost: Uploads, tmp_path: Path) -> None:
    ghost.redirects["/content/images/size/w7/x.jpg"] = PATH
    downloader(ghost).fetch(ghost.url + "/content/images/size/w7/x.jpg", tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/secret", "//other.example/x.jpg", "file:///etc/passwd", "http://localhost/x"]
)
def test_a_redirect_to_another_host_is_refused(ghost: Uploads, tmp_path: Path, target: str) -> None:
    ghost.redirects["/content/images/away.jpg"] = target
    with pytest.raises(Refused, match="redirects to"):
        downloader(ghost).fetch(ghost.url + "/content/images/away.jpg", tmp_path / "x.jpg")
    assert leftovers(tmp_path) == []


def test_a_redirect_in_circles_ends(ghost: Uploads, tmp_path: Path) -> None:
    ghost.redirects["/content/images/a.jpg"] = "/content/images/a.jpg"
    with pytest.raises(Refused, match="circles"):
        downloader(ghost).fetch(ghost.url + "/content/images/a.jpg", tmp_path / "x.jpg")


def test_a_file_that_says_that_it_is_too_large_is_not_read(ghost: Uploads, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="256000 bytes"):
        downloader(ghost, max_bytes=1000).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert leftovers(tmp_path) == []


def test_a_file_that_does_not_say_how_large_it_is_is_cut_at_the_limit(ghost: Uploads, tmp_path: Path) -> None:
    ghost.endless.add(PATH)
    with pytest.raises(Refused, match="max_bytes allows 1000"):
        downloader(ghost, max_bytes=1000).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert leftovers(tmp_path) == []


def test_a_server_that_stops_sending_is_given_up_and_its_part_kept(ghost: Uploads, tmp_path: Path) -> None:
    ghost.slow.add(PATH)
    with pytest.raises(Unavailable):
        downloader(ghost, timeout=0.1).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg.part").read_bytes() == DATA[:30]


def test_a_server_that_sends_byte_by_byte_is_given_up(tmp_path: Path) -> None:
    ticks = iter(range(1000))

    class Drip(Canned):
        def chunks(self) -> Iterator[bytes]:
            while True:
                yield b"x"

    loader = Downloader(
        Drip(200, {}), frozenset(), 10_000, 5.0, wait=lambda seconds: None, clock=lambda: float(next(ticks))
    )
    with pytest.raises(Unavailable, match="too slowly"):
        loader.fetch("http://a/x.jpg", tmp_path / "x.jpg")


def test_a_busy_server_is_asked_again(ghost: Uploads, tmp_path: Path) -> None:
    ghost.statuses[PATH] = [503, 429]
    downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert (tmp_path / "x.jpg").read_bytes() == DATA
    assert len(ghost.asked) == 3


def test_a_web_page_in_place_of_an_image_is_refused(ghost: Uploads, tmp_path: Path) -> None:
    ghost.types[PATH] = "text/html; charset=utf-8"
    with pytest.raises(Refused, match="web page"):
        downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")


def test_an_unchanged_file_is_not_sent_again(ghost: Uploads, tmp_path: Path) -> None:
    known = downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    assert downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg", known) is None


def test_a_file_that_changed_under_its_name_is_replaced(ghost: Uploads, tmp_path: Path) -> None:
    known = downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg")
    ghost.files[PATH], ghost.tags[PATH] = b"new", '"2"'
    assert downloader(ghost).fetch(ghost.url + PATH, tmp_path / "x.jpg", known) == Fetched('"2"', "")
    assert (tmp_path / "x.jpg").read_bytes() == b"new"


def test_a_server_that_is_not_there_is_tried_again_later(tmp_path: Path) -> None:
    with serving(Uploads()) as gone:
        pass
    with pytest.raises(Unavailable, match="cannot be reached"):
        downloader(gone).fetch(gone.url + PATH, tmp_path / "x.jpg")
