"""Use cases: each takes a `Context` and what the user asked for, and hands back a `Report`."""
