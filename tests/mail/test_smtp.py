"""Mail by a server: what becomes of a message, whatever the server does."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.errors import DataError
from ntmtrack.mail.conversation import stuffed
from ntmtrack.mail.outcome import NotSent, Result, Sent, Unknown
from ntmtrack.mail.settings import Security, SmtpSettings
from ntmtrack.mail.smtp import Smtp
from tests.mail.server import (
    HOST,
    Keeper,
    Talk,
    certificates,
    closed_port,
    greeted,
    mail_server,
    nasty_server,
    taken,
)

SENDER = "ntm@example.gov.vn"
LETTER = b"Subject: a\r\n\r\nb\r\n"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@contextmanager
def server_at(port: int, password: str | None = None, **settings: Any) -> Iterator[Smtp]:
    given = {"security": Security.NONE, "timeout": 5.0, **settings}
    smtp = Smtp(SmtpSettings(HOST, port, **given), password)
    try:
        yield smtp
    finally:
        smtp.close()


def sent_to(script: Callable[[Talk], None], *messages: bytes, timeout: float = 0.3) -> list[Result]:
    """What becomes of the messages at a nasty server."""
    with nasty_server(script) as port, server_at(port, timeout=timeout) as smtp:
        return [
            smtp.deliver(SENDER, f"a{place}@example.vn", message)
            for place, message in enumerate(messages or (LETTER,))
        ]


def words(result: Result) -> str:
    assert not isinstance(result, Sent)
    assert all(isinstance(value, str | int) for value in result.why.values.values())
    return result.why.text.format(**result.why.values)


def kind(result: Result) -> str:
    if isinstance(result, Sent | Unknown):
        return type(result).__name__
    flags = [name for name in ("permanent", "of_server") if getattr(result, name)]
    return " ".join(["NotSent", *flags])


# Encryption and login


def test_a_letter_goes_out_after_starttls(authority: trustme.CA, ca_file: Path) -> None:
    keeper = Keeper()
    with (
        mail_server(keeper, starttls=certificates(authority), login=("ntm", "s3cret")) as port,
        server_at(port, "s3cret", security=Security.STARTTLS, user="ntm", ca_file=ca_file) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert result == Sent("250 taken")
    assert keeper.kept == [(SENDER, "a@example.vn", LETTER)]


def test_a_letter_goes_out_over_tls(authority: trustme.CA, ca_file: Path) -> None:
    keeper = Keeper()
    with (
        mail_server(keeper, tls=certificates(authority), login=("ntm", "s3cret")) as port,
        server_at(port, "s3cret", security=Security.TLS, user="ntm", ca_file=ca_file) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "Sent"
    assert len(keeper.kept) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("wrong", ["unknown", "another name"])
def test_a_wrong_certificate_is_refused_and_nothing_is_sent(
    authority: trustme.CA, ca_file: Path, security: Security, wrong: str
) -> None:
    shown = (
        certificates(trustme.CA())
        if wrong == "unknown"
        else certificates(authority, "mail.example.vn")
    )
    keeper = Keeper()
    ways = {"starttls": shown} if security is Security.STARTTLS else {"tls": shown}
    with (
        mail_server(keeper, **ways) as port,
        server_at(port, security=security, ca_file=ca_file) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result).startswith("the certificate of 127.0.0.1 cannot be trusted: ")
    assert keeper.kept == []


def test_a_server_without_starttls_gets_nothing_in_the_clear() -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.say("220 mail.test")
        talk.hear("250-mail.test\r\n250 AUTH PLAIN")
        heard.append(talk.line())
        talk.say("221 bye")

    with (
        nasty_server(script) as port,
        server_at(port, "s3cret", security=Security.STARTTLS, user="ntm") as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result) == "127.0.0.1 offers no encryption, so nothing was sent"
    assert heard == [b"quit\r\n"]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["502 what?"], "502 what?"),
        (["250-mail.test\r\n250 STARTTLS", "454 not now"], "454 not now"),
    ],
)
def test_a_server_that_does_not_get_as_far_as_encryption_takes_no_mail(
    answers: list[str], told: str
) -> None:
    def script(talk: Talk) -> None:
        talk.say("220 mail.test")
        talk.hear(*answers, "221 bye")

    with nasty_server(script) as port, server_at(port, security=Security.STARTTLS) as smtp:
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result) == f"127.0.0.1 takes no mail now: {told}"


def test_a_server_that_hangs_after_a_refusal_is_called_again() -> None:
    calls: list[int] = []

    def script(talk: Talk) -> None:
        calls.append(talk.place)
        greeted(talk)
        talk.hear("250 sender", "550 no")
        talk.hang()

    results = sent_to(script, LETTER, LETTER, timeout=0.2)
    assert [kind(result) for result in results] == ["NotSent permanent"] * 2
    assert calls == [1, 2]


def test_what_is_added_in_the_clear_before_the_encryption_is_not_believed(
    authority: trustme.CA, ca_file: Path
) -> None:
    shown = certificates(authority)

    def script(talk: Talk) -> None:
        talk.say("220 mail.test")
        talk.hear("250-mail.test\r\n250 STARTTLS", "220 go on\r\n250 AUTH PLAIN")
        with talk.secured(shown) as secured:
            secured.recv(1_000)
            secured.sendall(b"250 mail.test\r\n")
            secured.recv(1_000)

    with (
        nasty_server(script) as port,
        server_at(port, "s3cret", security=Security.STARTTLS, user="ntm", ca_file=ca_file) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert words(result) == "127.0.0.1 offers no login"


def test_a_server_that_speaks_no_tls_is_refused() -> None:
    with (
        nasty_server(lambda talk: talk.say("220 mail.test")) as port,
        server_at(port, security=Security.TLS) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result).startswith("no encrypted connection to 127.0.0.1 can be made: ")


def test_a_wrong_password_is_a_fault_of_the_settings(authority: trustme.CA, ca_file: Path) -> None:
    keeper = Keeper()
    with (
        mail_server(keeper, starttls=certificates(authority), login=("ntm", "s3cret")) as port,
        server_at(
            port, "wr0ng-one", security=Security.STARTTLS, user="ntm", ca_file=ca_file
        ) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
        assert "wr0ng-one" not in repr(smtp)
    assert kind(result) == "NotSent of_server"
    assert words(result).startswith("127.0.0.1 refuses the user ntm or the password: 535 ")
    assert "wr0ng-one" not in words(result)
    assert keeper.kept == []


@pytest.mark.parametrize(
    ("offer", "answers", "told"),
    [
        ("250 mail.test", [], "127.0.0.1 offers no login"),
        ("250-mail.test\r\n250 AUTH GSSAPI", [], "127.0.0.1 offers no known login"),
        ("250-mail.test\r\n250 AUTH CRAM-MD5", ["334 abc"], "127.0.0.1 offers no known login"),
        (
            "250-mail.test\r\n250 AUTH PLAIN",
            ["454 not now"],
            "127.0.0.1 takes no mail now: 454 not now",
        ),
        ("250-mail.test\r\n250 AUTH PLAIN", [], "127.0.0.1 ended the connection"),
    ],
)
def test_a_login_that_comes_to_nothing_is_told(offer: str, answers: list[str], told: str) -> None:
    def script(talk: Talk) -> None:
        talk.say("220 mail.test")
        talk.hear(offer, *answers)
        if not answers and "PLAIN" in offer:
            return
        talk.hear("221 bye")

    with nasty_server(script) as port, server_at(port, "s3cret", user="ntm") as smtp:
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result) == told


def test_certificates_that_cannot_be_read_are_a_fault_of_the_settings(tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    for path in (bad, tmp_path / "none.pem"):
        with pytest.raises(DataError, match="the certificates in"):
            Smtp(SmtpSettings(HOST, ca_file=path), None)


# The server answers, but not as one would like


def test_what_is_refused_for_now_goes_out_later() -> None:
    keeper = Keeper({"a@example.vn": ["451 come back later"]})
    with mail_server(keeper) as port, server_at(port) as smtp:
        results = [smtp.deliver(SENDER, "a@example.vn", LETTER) for _ in range(2)]
    assert [kind(result) for result in results] == ["NotSent", "Sent"]
    assert words(results[0]) == (
        "127.0.0.1 does not take the address a@example.vn now: 451 come back later"
    )


def test_one_unknown_address_does_not_stop_the_others() -> None:
    keeper = Keeper({"b@example.vn": ["550 5.1.1 no such\x07 user"]})
    with mail_server(keeper) as port, server_at(port) as smtp:
        results = [smtp.deliver(SENDER, f"{name}@example.vn", LETTER) for name in "abc"]
    assert [kind(result) for result in results] == ["Sent", "NotSent permanent", "Sent"]
    assert words(results[1]) == (
        "127.0.0.1 refuses the address b@example.vn: 550 5.1.1 no such user"
    )
    assert [address for _, address, _ in keeper.kept] == ["a@example.vn", "c@example.vn"]
    assert len(keeper.peers) == 1


@pytest.mark.parametrize(
    ("key", "answer", "outcome"),
    [
        (SENDER, "451 busy", "NotSent of_server"),
        (SENDER, "553 not yours", "NotSent of_server"),
        ("a@example.vn", "421 going down", "NotSent"),
        ("a@example.vn", "452 full", "NotSent"),
        ("a@example.vn", "530 log in first", "NotSent of_server"),
        ("a@example.vn", "554 no", "NotSent permanent"),
        ("DATA", "451 busy", "NotSent"),
        ("DATA", "421 going down", "NotSent"),
        ("DATA", "554 unwanted", "NotSent permanent"),
    ],
)
def test_a_refusal_is_final_or_not_and_of_the_server_or_not(
    key: str, answer: str, outcome: str
) -> None:
    keeper = Keeper({key: [answer]})
    with mail_server(keeper) as port, server_at(port) as smtp:
        results = [smtp.deliver(SENDER, "a@example.vn", LETTER) for _ in range(2)]
    assert kind(results[0]) == outcome
    assert answer in words(results[0])
    assert kind(results[1]) == "Sent"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("451 busy", "NotSent"), ("554 no", "NotSent permanent"), ("250 what?", "NotSent")],
)
def test_a_refusal_of_the_command_data_is_certain(answer: str, outcome: str) -> None:
    def script(talk: Talk) -> None:
        greeted(talk)
        talk.hear("250 sender", "250 receiver", answer, "250 forgotten")
        taken(talk)

    results = sent_to(script, LETTER, LETTER)
    assert [kind(result) for result in results] == [outcome, "Sent"]


@pytest.mark.parametrize("code", [421, 554])
def test_a_server_that_takes_nobody_is_at_fault_itself(code: int) -> None:
    [result] = sent_to(lambda talk: talk.say(f"{code} not today"))
    assert kind(result) == "NotSent of_server"
    assert words(result) == f"127.0.0.1 takes no mail now: {code} not today"


def test_an_old_server_is_greeted_the_old_way() -> None:
    def script(talk: Talk) -> None:
        talk.say("220 mail.test")
        talk.hear("500 what?", "250 mail.test")
        taken(talk)

    [result] = sent_to(script)
    assert kind(result) == "Sent"


def test_a_message_that_is_too_long_for_the_server_is_not_begun() -> None:
    keeper = Keeper()
    with mail_server(keeper, data_size_limit=1_000) as port, server_at(port) as smtp:
        results = [smtp.deliver(SENDER, "a@example.vn", text) for text in (b"x" * 1_001, LETTER)]
    assert [kind(result) for result in results] == ["NotSent permanent", "Sent"]
    assert "takes no message of more than 1000 bytes" in words(results[0])


def test_a_long_answer_is_cut_and_cleaned() -> None:
    def script(talk: Talk) -> None:
        greeted(talk)
        talk.hear("250 sender", "550-\x1b[31mno\x1b[0m\r\n550 " + "x" * 400)

    [result] = sent_to(script)
    assert isinstance(result, NotSent)
    said = result.why.values["answer"]
    assert isinstance(said, str)
    assert said.startswith("550 [31mno[0m xxx")
    assert len(said) == 200


# The connection breaks


def test_nobody_listens() -> None:
    port = closed_port()
    with server_at(port) as smtp:
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result) == f"127.0.0.1 refuses the connection at port {port}"


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70 + ".vn"])
def test_a_host_that_does_not_exist_cannot_be_found(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    if host.endswith(".invalid"):
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    smtp = Smtp(SmtpSettings(host, security=Security.NONE), None)
    result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert kind(result) == "NotSent of_server"
    assert words(result) == f"{host} cannot be found"


def _hang_at_once(talk: Talk) -> None:
    talk.hang()


def _hang_at_ehlo(talk: Talk) -> None:
    talk.say("220 mail.test")
    talk.hang()


def _hang_at_the_receiver(talk: Talk) -> None:
    greeted(talk)
    talk.hear("250 sender")
    talk.hang()


def _hang_after_all(talk: Talk) -> None:
    greeted(talk)
    talk.hear("250 sender", "250 receiver", "354 go on")
    talk.take()
    talk.hang()


def _drip_at_once(talk: Talk) -> None:
    talk.drip()


def _drip_after_all(talk: Talk) -> None:
    greeted(talk)
    talk.hear("250 sender", "250 receiver", "354 go on")
    talk.take()
    talk.drip()


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (_hang_at_once, "NotSent of_server"),
        (_hang_at_ehlo, "NotSent of_server"),
        (_hang_at_the_receiver, "NotSent"),
        (_hang_after_all, "Unknown"),
        (_drip_at_once, "NotSent of_server"),
        (_drip_after_all, "Unknown"),
    ],
)
def test_a_server_that_hangs_or_drips_holds_nobody_for_ever(
    script: Callable[[Talk], None], outcome: str
) -> None:
    [result] = sent_to(script, timeout=0.2)
    assert kind(result) == outcome
    assert words(result) == "no answer from 127.0.0.1 within 0.2 seconds"


def test_a_handshake_that_is_not_answered_ends() -> None:
    with (
        nasty_server(_hang_at_once) as port,
        server_at(port, security=Security.TLS, timeout=0.2) as smtp,
    ):
        result = smtp.deliver(SENDER, "a@example.vn", LETTER)
    assert words(result) == "no answer from 127.0.0.1 within 0.2 seconds"


def test_a_connection_that_ends_before_the_answer_leaves_it_unknown() -> None:
    def script(talk: Talk) -> None:
        greeted(talk)
        talk.hear("250 sender", "250 receiver", "354 go on")
        talk.take()

    [result] = sent_to(script)
    assert kind(result) == "Unknown"
    assert words(result) == "127.0.0.1 ended the connection"


@pytest.mark.parametrize("answer", ["what?", "354 still", "3"])
def test_an_answer_that_cannot_be_read_leaves_it_unknown(answer: str) -> None:
    def script(talk: Talk) -> None:
        greeted(talk)
        talk.hear("250 sender", "250 receiver", "354 go on")
        talk.take()
        talk.say(answer)

    [result] = sent_to(script)
    assert kind(result) == "Unknown"


def test_a_connection_that_ends_within_the_message_has_not_sent_it() -> None:
    def script(talk: Talk) -> None:
        greeted(talk)
        talk.hear("250 sender", "250 receiver", "354 go on")
        talk.read(10)

    [result] = sent_to(script, b"x" * 60 + b"\r\n" + b"y" * (1 << 25), timeout=5)
    assert kind(result) == "NotSent"
    assert words(result) == "127.0.0.1 ended the connection"


def test_a_connection_that_ends_at_every_receiver_is_tried_no_more_than_once() -> None:
    calls: list[int] = []

    def script(talk: Talk) -> None:
        calls.append(talk.place)
        greeted(talk)
        talk.hear("250 sender")

    results = sent_to(script, LETTER, LETTER)
    assert [kind(result) for result in results] == ["NotSent", "NotSent"]
    assert calls == [1, 2]


# Many messages over one connection


def test_five_hundred_letters_go_over_one_connection() -> None:
    keeper = Keeper()
    addresses = [f"a{place}@example.vn" for place in range(500)]
    with mail_server(keeper) as port, server_at(port) as smtp:
        results = [smtp.deliver(SENDER, address, LETTER) for address in addresses]
    assert {kind(result) for result in results} == {"Sent"}
    assert [address for _, address, _ in keeper.kept] == addresses
    assert len(keeper.peers) == 1


@pytest.mark.parametrize("farewell", [None, "421 idle for too long"])
def test_a_server_that_closes_after_some_messages_is_called_again(farewell: str | None) -> None:
    calls: list[int] = []

    def script(talk: Talk) -> None:
        calls.append(talk.place)
        greeted(talk)
        for _ in range(3):
            taken(talk)
        if farewell is not None:
            talk.say(farewell)

    results = sent_to(script, *[LETTER] * 7, timeout=5)
    assert {kind(result) for result in results} == {"Sent"}
    assert calls == [1, 2, 3]


def test_a_limit_of_messages_for_one_connection_is_met_by_a_new_one() -> None:
    calls: list[int] = []

    def script(talk: Talk) -> None:
        calls.append(talk.place)
        greeted(talk)
        for _ in range(2):
            taken(talk)
        talk.hear("452 4.5.3 too many messages", "250 forgotten", "221 bye")

    results = sent_to(script, *[LETTER] * 4, timeout=5)
    assert {kind(result) for result in results} == {"Sent"}
    assert calls == [1, 2]


def test_what_may_have_been_taken_is_not_sent_again_over_a_new_connection() -> None:
    calls: list[int] = []

    def script(talk: Talk) -> None:
        calls.append(talk.place)
        greeted(talk)
        taken(talk)
        talk.hear("250 sender", "250 receiver", "354 go on")
        talk.take()

    results = sent_to(script, LETTER, LETTER)
    assert [kind(result) for result in results] == ["Sent", "Unknown"]
    assert calls == [1]


def test_after_a_failure_the_server_is_called_again() -> None:
    def script(talk: Talk) -> None:
        if talk.place > 1:
            greeted(talk)
            taken(talk)

    results = sent_to(script, LETTER, LETTER)
    assert [kind(result) for result in results] == ["NotSent of_server", "Sent"]


# What goes over the line


AWKWARD = b"Subject: a\n\n.\n..\n.x\r\nno \r end\n \xc3\xa0 x.\n\n\n."


def test_dots_and_line_ends_arrive_as_they_were_meant() -> None:
    keeper = Keeper()
    with mail_server(keeper) as port, server_at(port) as smtp:
        assert kind(smtp.deliver(SENDER, "a@example.vn", AWKWARD)) == "Sent"
        assert kind(smtp.deliver(SENDER, "b@example.vn", LETTER)) == "Sent"
    first, second = (content for _, _, content in keeper.kept)
    lines = b"Subject: a\n\n.\n..\n.x\nno \n end\n \xc3\xa0 x.\n\n\n.\n".replace(b"\n", b"\r\n")
    assert first == lines
    assert second == LETTER


@given(st.text("a.\r\n", max_size=40).map(str.encode))
def test_a_message_on_the_line_ends_at_its_end_alone_and_comes_back_whole(text: bytes) -> None:
    line = stuffed(text)
    assert line.endswith(b"\r\n.\r\n") or line == b"\r\n.\r\n"
    *inner, dot, rest = line.split(b"\r\n")
    assert (dot, rest) == (b".", b"")
    assert b"." not in inner
    undone = [each[1:] if each.startswith(b".") else each for each in inner]
    meant = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    assert undone == meant
    assert not any(b"\n" in each or b"\r" in each for each in inner)


def test_the_name_of_this_machine_is_not_told() -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.say("220 mail.test")
        heard.append(talk.line())

    sent_to(script)
    assert heard == [b"ehlo [127.0.0.1]\r\n"]


def test_only_the_settings_file_is_trusted_when_it_names_certificates(ca_file: Path) -> None:
    smtp = Smtp(SmtpSettings(HOST, ca_file=ca_file), None)
    assert isinstance(smtp._context, ssl.SSLContext)
    assert len(smtp._context.get_ca_certs()) == 1
    assert smtp._context.check_hostname
