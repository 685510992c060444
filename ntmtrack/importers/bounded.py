"""A process of its own for a file that may be made to harm its reader, within time and memory.

What the libraries print on the way goes nowhere; what the process writes is the answer.
"""

import json
import subprocess
import sys

# The process sees the modules that this one sees, wherever it was started from.
_PROGRAM = (
    "import importlib, json, sys; sys.path[:], module, *asked = json.loads(sys.argv[1]); "
    "importlib.import_module(module).answer(*asked)"
)


def asked(
    module: str, content: bytes, *arguments: object, seconds: int
) -> subprocess.CompletedProcess[bytes]:
    """What `answer` of a module, called with the arguments, writes of the content on its input.

    Raises subprocess.TimeoutExpired after so many seconds, OSError where none can be started.
    """
    # All in ASCII: the locale may know no Vietnamese letters.
    argument = json.dumps([[str(folder) for folder in sys.path], module, *arguments])
    return subprocess.run(
        [sys.executable, "-P", "-X", "utf8", "-W", "ignore", "-c", _PROGRAM, argument],
        input=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
    )


def hold(memory: int) -> None:
    """Ask the system to hold this process to so many bytes of memory, where it can."""
    if sys.platform != "win32":
        import contextlib
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
