"""LNT: what the checker finds about its own instructions. `casegen.check` finds these, after the rules."""

from __future__ import annotations

import inspect

from casegen.problem import Severity
from casegen.rules.registry import Rule, add

UNUSED = "LNT001"
INVALID = "LNT002"

add(
    Rule(
        UNUSED,
        "unused-suppression",
        Severity.WARNING,
        inspect.cleandoc(
            """
            A finding is silenced that is not there.

            Only told of rules that ran: one that gave no verdict may find something another time.

            Why: the text has changed since, or the comment stands at the wrong place. What silences nothing
            today may hide a real finding tomorrow.
            Bad:
                presentation: |
                  <!-- casegen: ignore-next TXT010 the tag is what we write about -->

                  A 40-year-old woman presented with headache.
            Good:
                presentation: |
                  <!-- casegen: ignore-next TXT010 the tag is what we write about -->

                  A 40-year-old woman typed <br> into every form.
            """
        ),
        fixing="safe",
    )
)
add(
    Rule(
        INVALID,
        "invalid-suppression",
        Severity.ERROR,
        inspect.cleandoc(
            """
            A finding is silenced in a way that does not work.

            The rule is unknown, the instruction is not `ignore-next CODE reason`, a rule about ethics or
            privacy (ETH, PRV) is silenced without a reason, or the rule stops a build and must be mended.

            Why: the author believes that a finding is settled, and it is not. What concerns the patient's
            rights is only put aside for a reason that an editor can read.
            Bad:
                lint: {ignore: [{code: ETH001}]}
            Good:
                lint: {ignore: [{code: MET011, reason: the journal prints its labels in English}]}
                language: eo
            """
        ),
    )
)
