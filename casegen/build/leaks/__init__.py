"""What the private file keeps, searched for in the files that a build is about to write (PRV010).

`opened` takes a file apart down to its texts, `pdf` and `carried` do so for PDF and for mails, `search`
looks into them, `found` makes problems of what it says.
"""

from casegen.build.leaks.found import leaking

__all__ = ["leaking"]
