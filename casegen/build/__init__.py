"""Building: from the cases that were asked for to the files in the output folder."""

from casegen.build.case import Outcome, build_case
from casegen.build.plan import Job, Request, plan

__all__ = ["Job", "Outcome", "Request", "build_case", "plan"]
