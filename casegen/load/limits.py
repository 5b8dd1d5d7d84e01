"""How much input is read. A case report is a few hundred kilobytes: these bounds stop attacks only."""

# The largest case, in bytes.
MAX_BYTES = 8 * 1024 * 1024
# The largest bibliography file: a library of five thousand references with their abstracts is half of it.
MAX_BIBLIOGRAPHY_BYTES = 32 * 1024 * 1024
# The deepest nesting of lists and mappings; the format itself needs seven.
MAX_DEPTH = 64
# The most values that aliases may add by repeating anchored ones.
MAX_ALIASED = 10_000
# The most values of one file; a case with a thousand references has twenty thousand.
MAX_VALUES = 500_000
# The most problems of one file that are worth telling before the rest is left out.
MAX_PROBLEMS = 200
