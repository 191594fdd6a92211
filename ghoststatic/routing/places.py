"""Places: who holds which path of the output, and who gives way when two want one (FE-URL-32)."""

from __future__ import annotations

from collections.abc import Callable

from ghoststatic.errors import UrlCollision
from ghoststatic.routing.artifact import Artifact, Stage

Rank = tuple[int, ...]
"""Place in Ghost's order of precedence; the smaller wins, equals collide."""


class Places:
    """All planned artifacts by the path that a host serves them under.

    Args:
        rank: gives an artifact's place in the order; asked only when two artifacts want one path.
        describe: says for people what an artifact is.

    Attributes:
        warnings: one text for every artifact that gave way.
    """

    def __init__(self, rank: Callable[[Artifact], Rank], describe: Callable[[Artifact], str]) -> None:
        self._rank = rank
        self._describe = describe
        self._holders: dict[str, Artifact] = {}
        self.warnings: list[str] = []

    def add(self, place: str, artifact: Artifact) -> None:
        """Plan an artifact, unless a stronger one holds its place.

        Args:
            place: folder (``tag/x/``) or file (``robots.txt``) below the output folder, percent-decoded.

        Raises:
            UrlCollision: Ghost has no order for these two.
        """
        holder = self._holders.setdefault(place, artifact)
        if holder is not artifact:
            self._settle(place, holder, artifact)

    def holder(self, place: str) -> Artifact | None:
        """Return the artifact that holds a place."""
        return self._holders.get(place)

    def in_order_of_writing(self) -> list[Artifact]:
        """Return all artifacts that hold their place, by stage, within a stage in the order of planning."""
        stages: dict[Stage, list[Artifact]] = {stage: [] for stage in Stage}
        for artifact in self._holders.values():
            stages[artifact.stage].append(artifact)
        return [artifact for stage in Stage for artifact in stages[stage]]

    def check_folders(self, folders: list[str]) -> None:
        """Check that no folder (``feed.json/``) has the name of a file, which no file system can hold.

        Raises:
            UrlCollision: one has.
        """
        for folder in folders:
            parts = folder.split("/")[:-1]
            for end in range(1, len(parts) + 1):
                file = self._holders.get("/".join(parts[:end]))
                if file is not None:
                    raise UrlCollision(
                        f"/{folder} needs a folder where {self._describe(file)} is a file", where=f"/{folder}"
                    )

    def _settle(self, place: str, holder: Artifact, rival: Artifact) -> None:
        holder_rank, rival_rank = self._rank(holder), self._rank(rival)
        if holder_rank == rival_rank:
            raise UrlCollision(
                f"{self._describe(holder)} and {self._describe(rival)} have the same address",
                where=rival.url,
                fix="change the slug of one of them in Ghost, or the permalink in routes.yaml",
            )
        if rival_rank < holder_rank:
            self._holders[place] = rival
            holder, rival = rival, holder
        if rival.kind != "markdown":  # the pages of the two are at odds as well, and that is said already
            self.warnings.append(
                f"{rival.url}: {self._describe(holder)} takes the place of {self._describe(rival)}, as in Ghost"
            )
