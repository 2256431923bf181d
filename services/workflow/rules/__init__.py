"""The pure law: no I/O but the packaged book, no clock, no client library.

Time is always an argument; every number comes from `book/*.toml` with its citation.
"""
