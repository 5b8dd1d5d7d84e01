"""What came of one case of a build."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from casegen.build.manifest import Made
from casegen.build.plan import Job
from casegen.build.press import out_of_memory
from casegen.check import Checked
from casegen.files import reason
from casegen.limits import applied, limit
from casegen.load import Loaded
from casegen.problem import CaseError, CasegenError, Problem
from casegen.values import Value
from casegen.workers import Ended

__all__ = ["STATUSES", "Outcome", "Overtaken", "Status", "failed"]

Status = Literal["planned", "built", "unchanged", "incomplete", "failed"]
STATUSES: tuple[Status, ...] = get_args(Status)


class Overtaken(CaseError):
    """A file was changed while it was read: what was made of it is of neither version."""


class Unstored(CaseError):
    """What was made of a case cannot be written."""


class Outcome(Value):
    """What came of one job.

    Either the files *written*, or nothing, for what was there is as it would be (*unchanged*); or the
    problems it was *stopped_by*; or its *failure*, one line, which *overtaken* says is a file's change
    meanwhile; or the *bug* in casegen that stopped it.
    *messages* is what the writers complained of; *lacking* what the case lacks for formats that were
    therefore not written. *due* are the formats that had to be written, each with the reason. *made* is not
    written yet. *took* tells the seconds of each step: ``load``, ``check``, ``compose``, then the formats.
    *shared*: the failure may lie in no case, such as a library that is missing.
    """

    job: Job
    loaded: Loaded | None = None
    checked: Checked = Checked(())
    written: tuple[Path, ...] = ()
    stopped_by: tuple[Problem, ...] = ()
    failure: str = ""
    overtaken: bool = False
    bug: Exception | None = None
    messages: tuple[str, ...] = ()
    lacking: tuple[Problem, ...] = ()
    unchanged: bool = False
    due: tuple[tuple[str, str], ...] = ()
    made: Made | None = None
    took: tuple[tuple[str, float], ...] = ()
    shared: bool = False

    @property
    def status(self) -> Status:
        """What came of the case, in a word.

        ``incomplete`` where it lacks what a format needs; ``planned``, in a dry run, where something is due.
        """
        if self.job.dry and self.due:
            return "planned"
        if self.lacking:
            return "incomplete"
        if self.unchanged:
            return "unchanged"
        return "built" if self.written else "failed"

    @property
    def complete(self) -> bool:
        """Every file that was asked for is as it should be."""
        return (bool(self.written) or self.unchanged) and not self.lacking

    def light(self) -> Outcome:
        """The same without the case itself, to travel between processes."""
        return self.replace(loaded=self.loaded.light() if self.loaded else None)


def failed(job: Job, error: Exception) -> Outcome:
    """The outcome of *job*, which raised *error*."""
    if isinstance(error, Ended):
        with applied(job.workspace.limits):
            most = limit("build_memory")
        memory = f" It may take {most:,} MB; {most.remedy}" if error.hungry else ""
        return Outcome(job, failure=f"{error}{memory}")
    if isinstance(error, CasegenError):
        overtaken = isinstance(error, Overtaken)
        shared = not isinstance(error, CaseError)
        return Outcome(job, failure=str(error), overtaken=overtaken, shared=shared)
    if isinstance(error, MemoryError):
        return Outcome(job, failure=out_of_memory(job.workspace.limits))
    if isinstance(error, OSError):  # the disk, a permission, a limit: not casegen's doing
        return Outcome(job, failure=f"{error.filename or 'the system'}: {reason(error)}")
    return Outcome(job, bug=error)
