"""Cases through every stage, to their files."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from casegen.build.aside import aside
from casegen.build.glyphs import undrawn_character
from casegen.build.look import theme_for, with_theme_looked_up
from casegen.build.manifest import Entry, fingerprint, store
from casegen.build.plan import Job
from casegen.build.press import Press, Print
from casegen.check import Checked
from casegen.check.workspace import check_in
from casegen.citations import Bibliography, begin, ready
from casegen.document import Asset
from casegen.files import reason
from casegen.load import Loaded, load
from casegen.model import Case
from casegen.problem import CasegenError, Problem
from casegen.rules import rules
from casegen.themes import Theme
from casegen.values import Value
from casegen.writers import Artifact

__all__ = ["Outcome", "build"]

T = TypeVar("T")
Alone = Callable[[], AbstractContextManager[None]]


class Outcome(Value):
    """What came of one job.

    Either the files *written*; or the problems it was *stopped_by*; or its *failure*, one line; or the
    *bug* in casegen that stopped it. *messages* is what the writers complained of; *lacking* what the case
    lacks for formats that were therefore not written.
    """

    job: Job
    loaded: Loaded | None = None
    checked: Checked = Checked(())
    written: tuple[Path, ...] = ()
    stopped_by: tuple[Problem, ...] = ()
    failure: str = ""
    bug: Exception | None = None
    messages: tuple[str, ...] = ()
    lacking: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Every file that was asked for was written."""
        return bool(self.written) and not self.lacking


class _Verdict(Value):
    """What is wrong with a case, and which of it stops the build."""

    checked: Checked
    stopped_by: tuple[Problem, ...]


class _Submitted(Value):
    """What is being written of a case: *prints* waits for it all. *images* stand beside the formats."""

    theme: Theme
    blind: bool
    prints: Callable[[], list[Print]]
    images: tuple[Asset, ...]
    lacking: tuple[Problem, ...]


class _Begun(Value):
    """A case that is being written."""

    job: Job
    loaded: Loaded
    checked: Checked
    submitted: _Submitted


def build(jobs: Sequence[Job], press: Press, alone: Alone = nullcontext) -> Iterator[Outcome]:
    """Check, compose and write every case with *press*; one outcome for each job, in order.

    All formats of a case are made before its first file is written, so that a case that cannot be
    built in full leaves its earlier outputs as they were. No case stops another. Within *alone* there is
    no thread of the caller's.
    """
    for job in jobs:
        press.ready(job.formats)
    with suppress(CasegenError):  # told where it is needed, if it is
        ready()
    # While one case is laid out in the second process, the next is read here.
    waiting: deque[_Begun | Outcome] = deque()
    for job in jobs:
        waiting.append(_begin(job, press, alone))
        if len(waiting) > 1:
            yield _finish(waiting.popleft())
    while waiting:
        yield _finish(waiting.popleft())


def _begin(job: Job, press: Press, alone: Alone) -> _Begun | Outcome:
    try:
        loaded = load(job.path, job.workspace)
        if not job.theme:
            loaded = with_theme_looked_up(loaded, job.workspace)
        if loaded.case is None:
            return _stopped(job, loaded, _judge(loaded, job))
        # Its references are printed while the case is checked.
        submit = partial(_submit, job, loaded, loaded.case, begin(loaded.case), press)
        with alone():
            judging = aside(partial(_judge, loaded, job))
        with judging:
            # Where the verdict comes from beside, a case is composed before it is known to be worth it.
            submitted = _tried(submit) if judging.apart else submit
            verdict = judging.answer()
            if verdict.stopped_by:
                return _stopped(job, loaded, verdict)
            submission = submitted()
    except Exception as error:  # noqa: BLE001 -- told with the outcome: the other cases are still built
        return _failed(job, error)
    return _Begun(job, loaded, verdict.checked, submission)


def _judge(loaded: Loaded, job: Job) -> _Verdict:
    checked = _checked(loaded, job)
    if job.stop_at is None and any(problem.blocking for problem in checked.problems):
        # What stops a build is told as it is found alone.
        return _Verdict(checked, _checked(loaded, job, _blocking()).blocking)
    return _Verdict(checked, tuple(problem for problem in checked.problems if _stops(problem, job)))


def _submit(
    job: Job, loaded: Loaded, case: Case, bibliography: Callable[[], Bibliography], press: Press
) -> _Submitted:
    # The process that judges needs none of these.
    from casegen.build.lacking import lacking, writable
    from casegen.compose import arrange, compose
    from casegen.media.images import assets

    theme = theme_for(job.theme or case.style.theme or job.workspace.settings.theme, job.workspace)
    document = arrange(
        compose(case, bibliography()),
        blind=job.blind or theme.options.get("blind") is True,
        floats_at_end=theme.options.get("figures_at_end") is True,
    )
    formats, images = writable(document, job.formats)
    return _Submitted(
        theme,
        document.blind,
        press.submit(document.replace(beside=formats), formats, theme),
        assets(document) if images else (),
        lacking(document, job.formats, loaded),
    )


def _tried(work: Callable[[], T]) -> Callable[[], T]:
    """*work*, done now: what is returned gives what it made, or raises what it raised."""
    try:
        made = work()
    except Exception as error:  # noqa: BLE001 -- raised where the work is asked for
        failed = error

        def fail() -> T:
            raise failed

        return fail
    return lambda: made


def _stopped(job: Job, loaded: Loaded, verdict: _Verdict) -> Outcome:
    return Outcome(job, loaded, verdict.checked, stopped_by=verdict.stopped_by)


def _checked(loaded: Loaded, job: Job, select: Sequence[str] = ()) -> Checked:
    (checked,) = check_in(loaded, job.workspace, stage=job.stage, select=select)
    return checked


@cache
def _blocking() -> tuple[str, ...]:
    """The rules whose findings stop a build."""
    return tuple(rule.code for rule in rules() if rule.blocking and rule.function)


def _finish(begun: _Begun | Outcome) -> Outcome:
    if isinstance(begun, Outcome):
        return begun
    job = begun.job
    try:
        submitted = begun.submitted
        prints = submitted.prints()
        undrawn = tuple(undrawn_character(begun.loaded, *made.undrawn) for made in prints if made.undrawn[0])
        if any(_stops(problem, job) for problem in undrawn):
            return Outcome(job, begun.loaded, begun.checked, stopped_by=undrawn)
        entries = [
            *(_entry(f"{job.slug}{made.artifact.suffix}", made.artifact, begun) for made in prints),
            *(_image(asset, begun) for asset in submitted.images),
        ]
        written = store(job.folder, job.slug, entries, blind=submitted.blind)
    except Exception as error:  # noqa: BLE001 -- as above
        return _failed(job, error)
    messages = dict.fromkeys(
        [
            *(f"{p.span.line}:{p.span.column}: {p.severity} {p.code} {p.name}: {p.message}" for p in undrawn),
            *(message for made in prints for message in made.messages),
        ]
    )
    return Outcome(
        job, begun.loaded, begun.checked, written, messages=tuple(messages), lacking=submitted.lacking
    )


def _entry(file: str, artifact: Artifact, begun: _Begun) -> Entry:
    made_from = fingerprint(
        artifact.format,
        begun.loaded,
        begun.submitted.theme,
        begun.job.workspace,
        blind=begun.submitted.blind,
    )
    return Entry(file, artifact.format, artifact.media_type, artifact.data, made_from)


def _image(asset: Asset, begun: _Begun) -> Entry:
    from casegen.media.images import published

    made = Artifact("image", "", asset.media_type, published(asset))
    return _entry(f"figures/{asset.name}", made, begun)


def _failed(job: Job, error: Exception) -> Outcome:
    if isinstance(error, CasegenError):
        return Outcome(job, failure=str(error))
    if isinstance(error, OSError):  # the disk, a permission, a limit: not casegen's doing
        return Outcome(job, failure=f"{error.filename or 'the system'}: {reason(error)}")
    return Outcome(job, bug=error)


def _stops(problem: Problem, job: Job) -> bool:
    return problem.blocking or (job.stop_at is not None and problem.severity.rank <= job.stop_at.rank)
