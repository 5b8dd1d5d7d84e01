"""One case through every stage, up to what is to be written of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from casegen.build.aside import aside
from casegen.build.glyphs import undrawn_character
from casegen.build.inputs import Inputs, digest, inputs_of, outside, sources_of, style_files, theme_stands
from casegen.build.look import theme_for, with_theme_looked_up
from casegen.build.manifest import IMAGE, Entry, Known, Made, Origin, known
from casegen.build.outcome import Outcome, Overtaken, failed
from casegen.build.plan import Job
from casegen.build.press import Press, Print
from casegen.build.reading import Reading
from casegen.build.unshown import unshown_image
from casegen.check import Checked
from casegen.check.discretion import Discretion
from casegen.check.workspace import check_in
from casegen.citations import Bibliography, begin
from casegen.document import Asset
from casegen.files import forget_case
from casegen.limits import applied, size
from casegen.load import Loaded, load
from casegen.load.private import PRIVATE, has_private
from casegen.model import Case
from casegen.problem import Problem
from casegen.processes import memory_limited
from casegen.rules import rules
from casegen.themes import Theme
from casegen.values import Value

__all__ = ["Begun", "begun", "finished", "work"]

T = TypeVar("T")
Alone = Callable[[], AbstractContextManager[None]]


# How many cases this process has built.
_worked = count()


class _Verdict(Value):
    """What is wrong with a case, and which of it stops the build."""

    checked: Checked
    stopped_by: tuple[Problem, ...]
    seconds: float


class _Submitted(Value):
    """What is being written of a case: *prints* waits for it all. *images* stand beside the formats.

    *files* are those of all images, by the names that they have in outputs.
    """

    due: tuple[tuple[str, str], ...]
    inputs: Mapping[str, Inputs]
    origin: Origin
    theme: Theme
    blind: bool
    read_from: Reading
    prints: Callable[[], list[Print]]
    images: tuple[Asset, ...] | None
    files: Mapping[str, Path | None]
    lacking: tuple[Problem, ...]
    seconds: float


class Begun(Value):
    """A case that is being written."""

    job: Job
    loaded: Loaded
    checked: Checked
    submitted: _Submitted
    took: tuple[tuple[str, float], ...]


def work(job: Job, before: Known | None = None) -> Outcome:
    """What is to be written of one case, all of it made in this process.

    *before*: what was written earlier, where it does not lie on this machine.
    """
    gc.collect()
    # What is there after the first case is there to stay: no search need look through it. Not each time, for
    # what is kept of the last case alone (`casegen.rules`) would never be given back.
    if next(_worked) == 1:
        gc.freeze()
    with applied(job.workspace.limits):
        most = size("build_memory")
    with memory_limited(most), Press(alone=True) as press:
        return finished(begun(job, press, before or known(job.folder))).light()


def begun(job: Job, press: Press, before: Known, alone: Alone = nullcontext) -> Begun | Outcome:
    """Check, compose and begin to write what of a case is not as it was *before*.

    Within *alone* there is no thread of the caller's.
    """
    forget_case()  # that was before it
    with applied(job.workspace.limits):
        return _begun(job, press, before, alone)


def _begun(job: Job, press: Press, before: Known, alone: Alone) -> Begun | Outcome:
    start = perf_counter()
    try:
        read_from = Reading(job.path.parent)
        loaded = load(job.path, job.workspace)
        if not job.theme:
            loaded = with_theme_looked_up(loaded, job.workspace)
        reading = ("load", perf_counter() - start)
        if loaded.case is None:
            return _stopped(job, loaded, _judge(loaded, job), reading)
        read_from.also(style_files(loaded.case))
        # Its references are printed while the case is checked.
        submit = partial(_submit, job, loaded, loaded.case, begin(loaded.case), press, before, read_from)
        with alone():
            judging = aside(partial(_judge, loaded, job))
        with judging:
            # Where the verdict comes from beside, a case is composed before it is known to be worth it.
            submitted = _tried(submit) if judging.apart else submit
            verdict = judging.answer()
            if verdict.stopped_by:
                return _stopped(job, loaded, verdict, reading)
            submission = submitted()
    except Exception as error:  # noqa: BLE001 -- told with the outcome: the other cases are still built
        return failed(job, error)
    took = (reading, ("check", verdict.seconds), ("compose", submission.seconds))
    return Begun(job, loaded, verdict.checked, submission, took)


def finished(begun: Begun | Outcome) -> Outcome:
    """What came of a case that was begun, its files in memory."""
    with applied(begun.job.workspace.limits):
        return _discreet(begun if isinstance(begun, Outcome) else _finished(begun))


def _discreet(outcome: Outcome) -> Outcome:
    """*outcome*, which tells nothing of what the private file of its case keeps."""
    if not (outcome.stopped_by or outcome.lacking or outcome.failure or outcome.messages):
        return outcome
    loaded = outcome.loaded
    discretion = Discretion(outcome.job.path.parent, loaded.case if loaded else None)
    if discretion.idle:
        return outcome
    return outcome.replace(
        failure=discretion.text(outcome.failure),
        messages=tuple(dict.fromkeys(map(discretion.text, outcome.messages))),
        stopped_by=discretion.problems(outcome.stopped_by, loaded.places) if loaded else outcome.stopped_by,
        lacking=discretion.problems(outcome.lacking, loaded.places) if loaded else outcome.lacking,
    )


def _finished(begun: Begun) -> Outcome:
    job, submitted = begun.job, begun.submitted
    try:
        prints = submitted.prints()
        undrawn = tuple(undrawn_character(begun.loaded, *made.undrawn) for made in prints if made.undrawn[0])
        names = dict.fromkeys(name for made in prints for name in made.unshown)
        unshown = tuple(unshown_image(begun.loaded, name, submitted.files.get(name)) for name in names)
        if unshown or any(_stops(problem, job) for problem in undrawn):
            return Outcome(job, begun.loaded, begun.checked, stopped_by=(*unshown, *undrawn))
        entries = [_entry(job, made, submitted.inputs) for made in prints]
        images = [_image(asset) for asset in submitted.images or ()]
        _require_unchanged(submitted)
        kept = tuple(image.file for image in images) if submitted.images is not None else None
        private = has_private(job.path.parent)
        # The names of a blind copy's sources are not for its manifest. Where there is a private file, a
        # digest of it would tell too much: such a case is read and searched again each time.
        whole = not undrawn and not submitted.lacking and not submitted.blind and not private
        made_of_it = Made((*entries, *images), kept, submitted.origin if whole else None, submitted.blind)
        if private and not job.dry and (leaks := _leaks(begun, made_of_it)):
            return Outcome(job, begun.loaded, begun.checked, stopped_by=leaks, took=begun.took)
    except Exception as error:  # noqa: BLE001 -- as above
        return failed(job, error)
    messages = dict.fromkeys(
        [
            *(f"{p.span.line}:{p.span.column}: {p.severity} {p.code} {p.name}: {p.message}" for p in undrawn),
            *(message for made in prints for message in made.messages),
        ]
    )
    return Outcome(
        job,
        begun.loaded,
        begun.checked,
        messages=tuple(messages),
        lacking=submitted.lacking,
        due=submitted.due,
        made=made_of_it,
        took=(*begun.took, *((made.artifact.format, made.seconds) for made in prints)),
    )


def _judge(loaded: Loaded, job: Job) -> _Verdict:
    start = perf_counter()
    checked = _checked(loaded, job)
    if job.stop_at is None and any(problem.blocking for problem in checked.problems):
        # What stops a build is told as it is found alone.
        stopped_by = _checked(loaded, job, _blocking()).blocking
    else:
        stopped_by = tuple(problem for problem in checked.problems if _stops(problem, job))
    return _Verdict(checked, stopped_by, perf_counter() - start)


def _submit(
    job: Job,
    loaded: Loaded,
    case: Case,
    bibliography: Callable[[], Bibliography],
    press: Press,
    before: Known,
    read_from: Reading,
) -> _Submitted:
    # The process that judges needs none of these.
    from casegen.build.lacking import lacking, writable
    from casegen.compose import arrange, compose
    from casegen.media.images import assets
    from casegen.media.moments import moment

    start = perf_counter()
    theme = theme_for(job.theme or case.style.theme or job.workspace.settings.theme, job.workspace)
    blind = job.blind or theme.options.get("blind") is True
    before.require(blind=blind)
    document = arrange(
        compose(case, bibliography()),
        blind=blind,
        floats_at_end=theme.options.get("figures_at_end") is True,
    )
    formats, images = writable(document, job.formats)
    made = moment(document)
    inputs = {name: inputs_of(name, case, theme, formats, blind=blind, made=made) for name in formats}
    reasons = {name: "asked for" if job.force else before.why(name, inputs[name]) for name in formats}
    due = tuple((name, reason) for name, reason in reasons.items() if reason)
    wanted = () if job.dry else tuple(name for name, _ in due)
    shown = assets(document)
    composing = perf_counter() - start
    return _Submitted(
        due,
        inputs,
        Origin(theme.name, outside(job.workspace, theme, blind=blind), sources_of(case)),
        theme,
        blind,
        read_from,
        press.submit(document.replace(beside=formats), wanted, theme),
        shown if images and wanted else None,
        {asset.name: asset.path for asset in shown},
        lacking(document, job.formats, loaded),
        composing,
    )


def _tried(work: Callable[[], T]) -> Callable[[], T]:
    """*work*, done now: what is returned gives what it made, or raises what it raised."""
    try:
        made = work()
    except Exception as error:  # noqa: BLE001 -- raised where the work is asked for
        failure = error

        def fail() -> T:
            raise failure

        return fail
    return lambda: made


def _stopped(job: Job, loaded: Loaded, verdict: _Verdict, reading: tuple[str, float]) -> Outcome:
    took = (reading, ("check", verdict.seconds))
    return Outcome(job, loaded, verdict.checked, stopped_by=verdict.stopped_by, took=took)


def _checked(loaded: Loaded, job: Job, select: tuple[str, ...] = ()) -> Checked:
    (checked,) = check_in(loaded, job.workspace, stage=job.stage, select=select)
    return checked


@cache
def _blocking() -> tuple[str, ...]:
    """The rules whose findings stop a build."""
    return tuple(rule.code for rule in rules() if rule.blocking and rule.function)


def _entry(job: Job, made: Print, inputs: Mapping[str, Inputs]) -> Entry:
    artifact = made.artifact
    file = f"{job.slug}{artifact.suffix}"
    return Entry(file, artifact.format, artifact.media_type, artifact.data, inputs[artifact.format])


def _leaks(begun: Begun, made: Made) -> tuple[Problem, ...]:
    # It opens every kind of file, and most cases keep nothing private.
    from casegen.build.leaks import leaking

    return leaking(begun.loaded, made, known(begun.job.folder))


def _image(asset: Asset) -> Entry:
    from casegen.media.images import published

    data = published(asset)
    return Entry(f"figures/{asset.name}", IMAGE, asset.media_type, data, {"the image": digest(data)})


def _require_unchanged(submitted: _Submitted) -> None:
    """Overtaken where a file was changed while it was read."""
    if name := submitted.read_from.changed((*submitted.origin.sources, PRIVATE)):
        raise Overtaken(f"{name} was changed while it was read: build again")
    if not theme_stands(submitted.theme):
        raise Overtaken(f"the theme {submitted.theme.name} was changed while it was read: build again")


def _stops(problem: Problem, job: Job) -> bool:
    return problem.blocking or (job.stop_at is not None and problem.severity.rank <= job.stop_at.rank)
