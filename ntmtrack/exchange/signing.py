"""Signatures of bundles, made and held against a public key by OpenSSH's `ssh-keygen`.

It runs as a child without a shell; what it is given comes on its standard input, or as a file of
its own folder.
"""

import base64
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from ntmtrack.domain.bundle import Signature
from ntmtrack.errors import DataError, reason_of
from ntmtrack.exchange.bundle_file import Bundle
from ntmtrack.exchange.bundle_manifest import KEY
from ntmtrack.message import say

_NAMESPACE = "ntmtrack"
_SIGNER = "office"
_SECONDS = 60
_MOST_BYTES = 20_000


def sign(content: bytes, key: Path) -> bytes:
    """The signature of some content by the private key in a file.

    A passphrase is asked for at the terminal, or by an agent. Raises DataError if there is no
    `ssh-keygen`, or it does not sign.
    """
    public_key(key)
    done = _run("-Y", "sign", "-n", _NAMESPACE, "-f", str(key.absolute()), given=content)
    if done.returncode != 0 or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise DataError(
            say("the key {file} does not sign: {words}", file=str(key), words=_words(done.stderr)),
            hint=say("name the private key with --key FILE, or leave it out with --unsigned"),
        )
    return done.stdout


def verifies(content: bytes, seal: bytes, key: str) -> bool:
    """Whether a signature of the content was made with a public key.

    Raises DataError if there is no `ssh-keygen`.
    """
    if not KEY.fullmatch(key):
        return False
    with tempfile.TemporaryDirectory(prefix="ntmtrack-") as folder:
        allowed, signature = Path(folder) / "allowed", Path(folder) / "sig"
        allowed.write_text(f'{_SIGNER} namespaces="{_NAMESPACE}" {key}\n', encoding="ascii")
        signature.write_bytes(seal)
        done = _run(
            *("-Y", "verify", "-n", _NAMESPACE, "-I", _SIGNER),
            *("-f", str(allowed), "-s", str(signature)),
            given=content,
            seconds=_SECONDS,
        )
    return done.returncode == 0


def judged(bundle: Bundle, kept: str | None) -> Signature:
    """What a bundle's signature is worth, if this public key is kept of its office (None: none).

    Nothing is raised: where there is no `ssh-keygen`, it says that nothing was checked.
    """
    said = bundle.manifest.office.key
    if bundle.seal is None:
        return Signature.NONE
    try:
        if kept is not None and verifies(bundle.signed, bundle.seal, kept):
            return Signature.GOOD
        if said is None or not verifies(bundle.signed, bundle.seal, said):
            return Signature.BAD
    except DataError:
        return Signature.UNCHECKED
    return Signature.UNKNOWN if kept is None else Signature.OTHER


def public_key(file: Path) -> str:
    """The public key in a file, or in the one beside a private key, without its comment.

    Raises DataError for a file that holds none.
    """
    place = file if file.suffix == ".pub" else file.with_name(f"{file.name}.pub")
    hint = say("make one with `ssh-keygen -t ed25519 -f FILE`, and give that FILE; keep it safe")
    try:
        with open(place, "rb") as opened:
            text = opened.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=str(place), reason=reason_of(error)),
            hint=hint,
        ) from error
    key = " ".join(text.split()[:2])
    if not KEY.fullmatch(key):
        raise DataError(say("{file} holds no public key of OpenSSH", file=str(place)), hint=hint)
    return key


def fingerprint(key: str) -> str:
    """A public key as people compare it: SHA256:… as `ssh-keygen -l` writes it."""
    blob = base64.b64decode(key.split()[1] + "==")
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


def _run(
    *arguments: str, given: bytes, seconds: float | None = None
) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise DataError(
            say("`ssh-keygen` of OpenSSH is not installed, without which nothing is signed"),
            hint=say("install OpenSSH's client, or leave the signature out with --unsigned"),
        )
    try:
        return subprocess.run(
            [program, *arguments], input=given, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DataError(
            say("`ssh-keygen` did not answer: {words}", words=str(error)),
            hint=say("try it by itself: `ssh-keygen -Y sign`; nothing was written"),
        ) from error


def _words(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())[:200]
