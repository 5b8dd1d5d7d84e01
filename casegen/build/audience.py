"""Who is told how a build goes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from casegen.build.plan import Job

__all__ = ["Audience"]


class Audience:
    """Is told what begins and what is done; this one does not listen."""

    def begun(self, job: Job) -> None:
        """The build of *job* begins."""

    def done(self, job: Job, files: int) -> None:
        """The build of *job* is done, and has written so many *files*."""

    def waits(self, what: str) -> None:
        """The build waits for *what*."""

    def alone(self) -> AbstractContextManager[None]:
        """Within it, there is no thread of the audience's."""
        return nullcontext()
