"""What the exit codes mean. Scripts lean on them."""

# Everything that was asked for is done, and nothing is wrong.
CLEAN = 0
# Problems at or above --fail-on; or a case that was not built.
FOUND = 1
# Bad usage, bad configuration, a missing library.
CANNOT_RUN = 2
# A bug in casegen.
BUG = 3
# What a shell reports for a program that SIGINT or SIGPIPE ended.
INTERRUPTED = 130
CLOSED_PIPE = 141
