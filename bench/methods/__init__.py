"""Single things that are timed, most of them in a process of their own (``bench.child``)."""
