"""Building: from the cases that were asked for to the files in the output folder.

`plan` settles what is to be done, `case` does it, `press` is the second process that writes PDF, and
`manifest` says what was written. Nothing is imported here: the second process needs little of it.
"""
