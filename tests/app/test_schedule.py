"""The lines for cron, systemd and Windows keep every path whole, however it is spelled."""

import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.app.schedule import Job, crontab, systemd_service, systemd_timer, windows

PLAIN = Job("mail", ["/opt/ntm/ntmtrack", "mail", "overdue"], {"A": "/srv/a.toml"}, 6, 5)
words = st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1, max_size=12)


def test_a_crontab_line_has_five_fields_and_the_command() -> None:
    assert crontab(PLAIN) == "5 6 * * 1-5  A=/srv/a.toml /opt/ntm/ntmtrack mail overdue"


@given(st.lists(words, min_size=1, max_size=4), words)
def test_a_shell_reads_the_crontab_line_as_it_was_meant(command: list[str], value: str) -> None:
    line = crontab(PLAIN._replace(command=command, environment={"A": value}))
    # What cron hands to the shell: up to a bare %, \% being a %.
    assert "%" not in line.replace("\\%", "")
    _, _, rest = line.partition("1-5  ")
    assert shlex.split(rest.replace("\\%", "%")) == [f"A={value}", *command]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
def test_a_real_shell_does_so_too() -> None:
    tricky = ["printf", "%s|", "a b", "it's", "$HOME", "50%", "`x`", "“ngoặc”", "\\"]
    _, _, line = crontab(PLAIN._replace(command=tricky, environment={})).partition("1-5  ")
    said = subprocess.run(
        ["/bin/sh", "-c", line.replace("\\%", "%")], capture_output=True, text=True, check=True
    )
    assert said.stdout == "|".join(tricky[2:]) + "|"


def test_systemd_reads_percent_and_dollar_as_themselves() -> None:
    job = PLAIN._replace(command=["/o p/ntm", "100%", "$x", 'say "a"'], environment={"A": "b c"})
    service = systemd_service(job)
    assert 'ExecStart="/o p/ntm" 100%% $$x "say \\"a\\""' in service.splitlines()
    assert 'Environment="A=b c"' in service.splitlines()
    assert "Environment=A=/srv/a$b%%" in systemd_service(
        PLAIN._replace(environment={"A": "/srv/a$b%"})
    )
    assert "Persistent=true" in systemd_timer(job)
    assert "OnCalendar=Mon..Fri *-*-* 06:05:00" in systemd_timer(job)


def test_windows_gets_one_command_with_its_words_quoted() -> None:
    job = PLAIN._replace(command=["C:\\Program Files\\ntmtrack.exe", "mail"], environment={})
    line = windows(job)
    assert line.endswith('/ST 06:05 /TR "\\"C:\\Program Files\\ntmtrack.exe\\" mail"')
    assert 'cmd /d /c \\"set A=/srv/a.toml&& ' in windows(PLAIN)
