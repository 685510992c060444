"""How a bundle came to be known here, what its signature is worth, and the marks of offices."""

import re
from enum import StrEnum

MARK = re.compile(r"[A-Z][A-Z0-9-]{0,11}")
"""What stands behind an office's numbers: a letter first, so that it is never read as one."""


class BundleWay(StrEnum):
    """What became of a bundle, or of the same on a hub."""

    MADE = "made"
    APPLIED = "applied"
    PUSHED = "pushed"
    PULLED = "pulled"


class HubWay(StrEnum):
    """Whether a hub was written to or read."""

    PUSH = "push"
    PULL = "pull"


class Signature(StrEnum):
    """What is known of who made a bundle.

    GOOD is by the key that is kept of the office; UNKNOWN fits the key that the bundle names,
    which nobody vouches for; OTHER is by another key than the one that is kept.
    """

    NONE = "none"
    GOOD = "good"
    UNKNOWN = "unknown"
    OTHER = "other"
    BAD = "bad"
    UNCHECKED = "unchecked"
