"""The check as a workspace asks for it: its profile, stage, what it silences, and what lies beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from casegen.check import Checked, Ignored, check
from casegen.check.discretion import Discretion
from casegen.check.profiles import Profile, find_profile, profile_names
from casegen.check.suppress import why_invalid
from casegen.limits import applied
from casegen.load import Loaded, Workspace
from casegen.load.workspace import FILE
from casegen.problem import Problem
from casegen.rules import Stage, choose, find
from casegen.rules.lint import INVALID, UNUSED
from casegen.source import Pointer, Source, SourceMap, Span

__all__ = ["check_in", "check_settings", "profiles_for"]


def profiles_for(loaded: Loaded, workspace: Workspace, asked: Sequence[str] = ()) -> tuple[Profile, ...]:
    """The profiles to check under: those *asked* for, else the case's own, else the workspace's.

    CasegenError where the command or the workspace names one that there is not. Where a case does, the
    workspace's stands in: it is a problem of the case (LNT002).
    """
    own = loaded.case.lint.profile if loaded.case else ""
    if not asked and own in profile_names(workspace.profiles):
        asked = [own]
    return tuple(
        find_profile(name, workspace.profiles)
        for name in dict.fromkeys(asked or [workspace.settings.profile])
    )


def check_in(
    loaded: Loaded,
    workspace: Workspace,
    *,
    stage: Stage | None = None,
    profiles: Sequence[str] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Checked, ...]:
    """The verdict on *loaded* under each profile. What is not given is as the case or *workspace* says."""
    unknown = _unknown_profile(loaded, workspace)
    if unknown:
        unknown = Discretion(loaded.path.parent, loaded.case).problems(unknown, loaded.places)
    verdicts = (
        check(
            loaded,
            stage=stage or workspace.settings.stage,
            select=select,
            ignore=ignore,
            profile=profile,
            ignored=_valid(workspace),
            snapshots=workspace.snapshots,
        )
        for profile in profiles_for(loaded, workspace, profiles)
    )
    with applied(workspace.limits):
        return tuple(_with(unknown, verdict, loaded) for verdict in verdicts)


def _with(more: Sequence[Problem], verdict: Checked, loaded: Loaded) -> Checked:
    """*verdict* with *more* problems, each at its place."""
    if not more:
        return verdict
    problems = sorted((*verdict.problems, *more), key=lambda p: (p.path != loaded.path, p.sort_key))
    return verdict.replace(problems=tuple(problems))


def _unknown_profile(loaded: Loaded, workspace: Workspace) -> tuple[Problem, ...]:
    name = loaded.case.lint.profile if loaded.case else ""
    names = profile_names(workspace.profiles)
    if not name or name in names:
        return ()
    at = Pointer(("lint", "profile"))
    message = f"there is no profile {name!r}: the case is checked as the workspace says"
    problem = _problem(INVALID, message, loaded.places.locate(at))
    return (problem.replace(pointer=at, hint=f"there are {', '.join(names)}"),)


def _valid(workspace: Workspace) -> tuple[Ignored, ...]:
    """What *workspace* silences, as far as it can be silenced."""
    entries = (Ignored(entry.code, entry.reason) for entry in workspace.lint.ignore)
    return tuple(entry for entry in entries if not why_invalid(entry.code, entry.reason))


def check_settings(
    workspace: Workspace, used: Collection[str], judged: Collection[str]
) -> tuple[Loaded, Checked]:
    """What is wrong with what *workspace* silences, as a verdict on its ``casegen.toml``.

    *used* are the entries that silenced something in its cases; *judged* the codes of the rules that gave a
    verdict on each of all its cases: only of these can an entry be unused.
    """
    path = workspace.root / FILE
    entries = workspace.lint.ignore
    source = Source(path, path.read_text("utf-8-sig") if entries else "")
    problems = []
    for entry, span in zip(entries, _places(source, [entry.code for entry in entries]), strict=True):
        if why := why_invalid(entry.code, entry.reason):
            problems.append(_problem(INVALID, why, span))
        elif entry.code not in used and not choose((entry.code,)).isdisjoint(judged):
            message = f"{entry.code} is silenced in every case, and finds nothing in any"
            problems.append(_problem(UNUSED, message, span))
    loaded = Loaded(path, path.name, SourceMap(source), None, ())
    return loaded, Checked(tuple(problems))


def _places(source: Source, codes: Sequence[str]) -> Iterator[Span]:
    """Where each code stands in the file: TOML's reader gives no places, but the order is the same."""
    begin = max(source.text.find("ignore"), 0)
    for code in codes:
        at = source.text.find(code, begin)
        yield source.span(at, at + len(code)) if at >= 0 else source.span(0, 0)
        begin = max(begin, at + len(code))


def _problem(code: str, message: str, span: Span) -> Problem:
    rule = find(code)
    return Problem(code, rule.name, rule.severity, message, span)
