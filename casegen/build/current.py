"""Which cases need not even be read, for their outputs are as they would be written now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from casegen.build.inputs import absent, outside
from casegen.build.look import theme_for
from casegen.build.manifest import IMAGE, Known, known
from casegen.build.plan import Job
from casegen.limits import applied
from casegen.load.private import has_private
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.workers import cores

__all__ = ["unchanged"]

# To start threads costs as much as to look at a few cases.
_FEWEST = 8
# How many are handed to a thread at once: to hand over each by itself costs a tenth of looking at it.
_SHARE = 16


def unchanged(jobs: Sequence[Job]) -> list[int]:
    """The places among *jobs* of those that are as they would be built."""
    outputs = _Outputs()
    if len(jobs) < _FEWEST:
        held = outputs.hold_all(jobs)
    else:
        from concurrent.futures import ThreadPoolExecutor

        # Most of the time goes into reading and digests, for which Python lets other threads run.
        with ThreadPoolExecutor(cores()) as threads:
            shares = [jobs[start : start + _SHARE] for start in range(0, len(jobs), _SHARE)]
            held = [holds for share in threads.map(outputs.hold_all, shares) for holds in share]
    return [place for place, holds in enumerate(held) if holds]


class _Outputs:
    """Tells of a case whether none of its files has changed, on either side."""

    def __init__(self) -> None:
        self._looking = Lock()
        self._outside: dict[tuple[str, Path, bool], str | None] = {}

    def hold_all(self, jobs: Sequence[Job]) -> list[bool]:
        """Of each of *jobs*, whether its outputs are as they would be written now."""
        return [self._hold(job) for job in jobs]

    def _hold(self, job: Job) -> bool:
        if job.refused or job.force or job.stop_at is not None or has_private(job.path.parent):
            return False
        with applied(job.workspace.limits):
            return self._stand(job, known(job.folder))

    def _stand(self, job: Job, before: Known) -> bool:
        origin = before.origin
        if origin is None or not before.whole or job.theme not in ("", origin.theme):
            return False
        by_format = {said["format"]: file for file, said in before.artifacts.items()}
        if not all(name in by_format for name in job.formats):
            return False
        beside = ",".join(job.formats)
        inputs = [before.artifacts[by_format[name]]["inputs"] for name in job.formats]
        return (
            job.path.name in origin.sources
            and self._outside_of(job, origin.theme) == origin.outside
            and all(each.get("the formats") == beside for each in inputs)
            and all(absent(job.path.parent / name) == content for name, content in origin.sources.items())
            and all(before.stands(file) for file in self._files(job, before, by_format))
        )

    @staticmethod
    def _files(job: Job, before: Known, by_format: dict[str, str]) -> list[str]:
        images = [file for file, said in before.artifacts.items() if said["format"] == IMAGE]
        return [*(by_format[name] for name in job.formats), *images]

    def _outside_of(self, job: Job, theme: str) -> str | None:
        key = (theme, job.workspace.root, job.blind)
        with self._looking:
            if key not in self._outside:
                found: Theme | None = None
                with suppress(CasegenError):  # told with the case that asks for it
                    found = theme_for(theme, job.workspace)
                blind = job.blind or (found is not None and found.options.get("blind") is True)
                self._outside[key] = outside(job.workspace, found, blind=blind) if found else None
            return self._outside[key]
