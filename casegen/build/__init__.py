"""Building: from the cases that were asked for to the files in the output folder.

`plan` settles what is to be done and `look` in which theme, `case` does it, `press` starts the second
process that writes PDF, which is `__main__`, and `manifest` says what was written. Nothing is imported
here: the second process needs little of it.
"""
