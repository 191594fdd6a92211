"""The manifest and its file: what builds change is added, and whoever comes later reads the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ghoststatic.build import manifest_file
from ghoststatic.build.digests import Digests
from ghoststatic.build.manifest import Delta, Manifest, Trace, pack
from ghoststatic.build.manifest_file import ManifestFile
from ghoststatic.build.notes import Gathered, Notes, Rendered
from ghoststatic.content.media import MediaFile
from ghoststatic.content.questions import OTHERS

ENTRY, HTML, PREVIOUS = 0, 1, 3
TITLE, POSTS, NEXT = OTHERS, OTHERS + 1, OTHERS + 2
WHOLE = Delta(
    "r1",
    gated=1,
    ids=["a"],
    texts=["setting title", "posts |news|2|1"],
    answers={TITLE: 10, ENTRY: 11, HTML: 12, POSTS: 13},
    groups=[pack([TITLE])],
    traces={
        "a": Trace(1, pack([ENTRY, HTML]), 0, 5, 3, ("content/images/x.png",)),
        "b": Trace(2, pack([POSTS]), 0, 6, 4),
    },
    media={"content/images/x.png": MediaFile("v", 9)},
)
EDIT = Delta(
    "r2",
    texts=["next a primary_tag"],
    answers={PREVIOUS: 14, NEXT: 15, ENTRY: 21},
    groups=[pack([])],
    traces={"a": Trace(1, pack([ENTRY, PREVIOUS, NEXT]), 1, 7, 3)},
    gone=["b"],
    media_gone=["content/images/x.png"],
)


@pytest.fixture
def file(tmp_path: Path) -> ManifestFile:
    """A file with one manifest."""
    file = ManifestFile(tmp_path / "state" / "manifest.bin")
    add(file, Manifest(), WHOLE)
    return file


def add(file: ManifestFile, manifest: Manifest, delta: Delta) -> None:
    """Do what a build does with its change."""
    file.prepare(manifest, delta)
    file.promote()
    manifest.apply(delta)


def said(manifest: Manifest) -> dict[str, set[tuple[str, int]]]:
    """Return the questions of every file with the digests of their answers, however they are numbered."""
    return {path: set(manifest.asked_by(trace)) for path, trace in manifest.traces.items()}


def test_what_a_build_changes_is_added(file: ManifestFile) -> None:
    """A small change costs few bytes; whoever reads the file has the manifest that the builder has."""
    manifest, before = file.load(), file.path.stat().st_size
    add(file, manifest, EDIT)
    read = ManifestFile(file.path).load()
    assert 0 < file.path.stat().st_size - before < before
    assert read.whole() == manifest.whole()
    assert said(read) == {"a": {("entry a", 21), ("previous a", 14), ("next a primary_tag", 15)}}
    assert (read.root, read.gated, read.media) == ("r2", 0, {})


def test_the_index_of_askers_follows(file: ManifestFile) -> None:
    """Files are found by their questions, after a change as before it."""
    manifest = file.load()
    assert dict(manifest.askers) == {ENTRY: ["a"], HTML: ["a"], POSTS: ["b"]}
    manifest.apply(EDIT)
    found = {number: paths for number, paths in manifest.askers.items() if paths}
    assert found == {ENTRY: ["a"], PREVIOUS: ["a"], NEXT: ["a"]}


def test_a_long_file_is_written_anew(file: ManifestFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes do not pile up, and the process that goes on adding has the numbers that the file has."""
    monkeypatch.setattr(manifest_file, "_ROOM", 0)
    manifest, first = file.load(), file.path.stat().st_size
    for number in range(40):
        add(file, manifest, Delta(f"r{number}", answers={ENTRY: 100 + number}, traces={"a": WHOLE.traces["a"]}))
        assert ManifestFile(file.path).load().answers[ENTRY] == 100 + number
    assert file.path.stat().st_size < 3 * first


def test_questions_that_nobody_asks_any_more_go(file: ManifestFile) -> None:
    """When a file has grown to twice its first length it is read without them, and written anew by the next build."""
    manifest = file.load()
    for number in range(9):
        add(file, manifest, msgspec.structs.replace(EDIT, texts=EDIT.texts if not number else []))
    again = ManifestFile(file.path)
    read = again.load()
    assert said(read) == said(manifest)
    assert read.questions.texts == ["next a primary_tag"]
    add(again, read, Delta("r3", answers={ENTRY: 99}))
    wanted = {("entry a", 99), ("previous a", 14), ("next a primary_tag", 15)}
    assert said(ManifestFile(file.path).load()) == {"a": wanted}


@pytest.mark.parametrize("whole", [True, False])
def test_promoting_twice_does_no_harm(file: ManifestFile, whole: bool) -> None:
    """A build that was killed while it wrote the manifest is finished by the next."""
    manifest = Manifest() if whole else file.load()
    file.prepare(manifest, WHOLE if whole else EDIT)
    waiting = next(file.path.parent.glob("*.next" if whole else "*.more"))
    kept, wanted = waiting.read_bytes(), ManifestFile(file.path).load_waiting().whole()
    file.promote()
    waiting.write_bytes(kept)
    with file.path.open("ab") as cut:
        cut.write(b"half of a cha")
    again = ManifestFile(file.path)
    assert again.load_waiting().whole() == wanted
    again.promote()
    assert ManifestFile(file.path).load().whole() == wanted
    again.promote()
    assert ManifestFile(file.path).load().whole() == wanted


def test_a_change_that_waits_may_be_forgotten(file: ManifestFile) -> None:
    """What a build prepared before it was killed is not true."""
    before = file.load().whole()
    file.prepare(file.load(), EDIT)
    file.discard()
    file.promote()
    assert file.load().whole() == before


def test_a_file_that_somebody_else_wrote_is_not_added_to(file: ManifestFile) -> None:
    """Its numbers may be others; then the whole manifest is written."""
    manifest = file.load()
    other = ManifestFile(file.path)
    add(other, other.load(), EDIT)
    add(file, manifest, Delta("r9", answers={ENTRY: 77}))
    assert said(ManifestFile(file.path).load())["a"] == {("setting title", 10), ("entry a", 77), ("html a", 12)}


@pytest.mark.parametrize("damage", [b"", b"\x81", b"garbage", b"ghoststatic manifest 1 little\n"])
def test_a_damaged_manifest_is_none(file: ManifestFile, damage: bytes) -> None:
    """So is one of another format, and one that is not there."""
    file.path.write_bytes(damage)
    assert file.load().whole() == Manifest().whole()
    file.path.unlink()
    assert file.load().whole() == Manifest().whole()


@pytest.mark.parametrize("place", [20, -1])
def test_a_damaged_change_ends_the_manifest(file: ManifestFile, place: int) -> None:
    """What stands before it holds, and a build makes up for the rest."""
    first = file.load().whole()
    before = file.path.stat().st_size
    add(file, file.load(), EDIT)
    data = bytearray(file.path.read_bytes())
    data[before + place if place > 0 else place] ^= 0xFF
    file.path.write_bytes(data)
    assert file.load().whole() == first


@pytest.mark.parametrize("question", ["clock format YYYY", "posts published_at:>now-30d||5|1"])
def test_what_depends_on_the_time_is_known(question: str) -> None:
    """Also when only an older file asks for it, and no more when nobody does."""
    manifest = Manifest()
    trace = Trace(1, pack([OTHERS]), 0, 1, 1)
    timed = Delta(texts=[question], answers={OTHERS: 1}, groups=[b""], traces={"a": trace})
    assert manifest.is_timed(timed)
    manifest.apply(msgspec.structs.replace(timed, timed=True, groups=[]))
    other = Delta(groups=[b""], traces={"b": Trace(1, b"", 0, 1, 1)})
    assert manifest.is_timed(other)
    assert not manifest.is_timed(Delta(groups=[b""], traces={"a": Trace(1, b"", 0, 1, 1)}))
    assert not manifest.is_timed(Delta(gone=["a"]))


def test_a_group_depends_on_the_time_as_well() -> None:
    """The clock is asked by nearly every page of a theme that prints the year."""
    trace = Trace(1, b"", 0, 1, 1)
    delta = Delta(texts=["clock year"], answers={OTHERS: 1}, groups=[pack([OTHERS])], traces={"a": trace})
    assert Manifest().is_timed(delta)


@pytest.mark.parametrize("known", [True, False])
def test_notes_of_two_processes_become_one(known: bool) -> None:
    """Each numbers questions in its own order; a manifest has one number for each, and tells which answers differ."""
    manifest = Manifest()
    if known:
        manifest.apply(WHOLE)
    first, second = Notes(), Notes()
    asked = [{"entry a": 11, "html b": 30, "tag x": 5}, {"tag y": 6, "html b": 30, "entry a": 99}]
    for notes, number in ((first, 0), (second, 1)):
        own, group = notes.numbers(asked[number]), notes.group({"setting title": 10, "locale de": 40})
        notes.add(Rendered(number, 7, own, group, 1, 1, (), ""))
    gathered = Gathered(manifest)
    assert gathered.add(first.noted()) == set()
    assert gathered.add(second.noted()) == ({ENTRY} if known else set())
    traces = {str(file.number): Trace(file.key, file.own, file.group, 1, 1) for file in gathered.files}
    manifest.apply(msgspec.structs.replace(gathered.delta(), traces=traces))
    shared = {("setting title", 10), ("locale de", 40)}
    assert said(manifest)["0"] == {("entry a", 99), ("html b", 30), ("tag x", 5)} | shared
    assert said(manifest)["1"] == {("entry a", 99), ("html b", 30), ("tag y", 6)} | shared
    assert len(manifest.groups) == 1 + known


@given(st.dictionaries(st.sampled_from([0, 1, 5, 8, 80, OTHERS, OTHERS + 1, OTHERS + 50]), st.integers(0, 2**63 - 1)))
def test_digests_are_a_mapping(wanted: dict[int, int]) -> None:
    """Numbers have gaps; what was not asked has no digest; packed and back it is the same."""
    digests, again = Digests(), Digests()
    for number, digest in wanted.items():
        digests[number] = digest
    again.unpack(digests.pack())
    for found in (digests, again):
        assert dict(found.items()) == wanted
        assert [found.get(number) for number in (0, 7, 80, OTHERS + 49)] == [
            wanted.get(number) for number in (0, 7, 80, OTHERS + 49)
        ]
        assert all(number in found for number in wanted)
