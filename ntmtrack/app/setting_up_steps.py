"""The steps of setting an office up: what is said of it goes where its commands would put it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ntmtrack import config
from ntmtrack.app import agencies, bodies, offices
from ntmtrack.app.agencies import AgencyFacts
from ntmtrack.app.config_shown import Machine
from ntmtrack.app.configuring import checked, with_entries
from ntmtrack.app.context import Context
from ntmtrack.app.mailing import Done, Surroundings
from ntmtrack.app.offices import Own
from ntmtrack.app.setting_up_answers import Answers, MailAnswers
from ntmtrack.app.setting_up_next import Ready, Starting, job_lines
from ntmtrack.app.unit_filling import around, fill, one_of
from ntmtrack.config_writing import Keys, Value, write, write_secret
from ntmtrack.domain.address import parse_mailbox
from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.unit import UnitKind
from ntmtrack.errors import DataError
from ntmtrack.i18n import LANGUAGES
from ntmtrack.importers import unit_table
from ntmtrack.message import Message, say
from ntmtrack.reports.report import Report
from ntmtrack.reports.set_up import Office, build
from ntmtrack.store import queries_catalogue
from ntmtrack.store.writing import Writing


class Making:
    """An office that is being set up; each step raises DataError for what cannot be."""

    def __init__(self, context: Context, change: Writing, machine: Machine, place: Path) -> None:
        """`context` writes to the ledger aside, `place` is where it will be."""
        self.context = context
        self.machine = machine
        self.place = place
        self.name: str | None = None
        self.unit: ListedUnit | None = None
        self._filled: Sequence[ListedUnit] = ()
        self.sets: tuple[str, ...] = ()
        self.agencies: list[str] = []
        self.person: str | None = None
        self.mail: MailAnswers | None = None
        self.notes: list[Message] = []
        self.written = config.read(machine.file)
        self._change = change
        self._entries: dict[Keys, Value] = {}

    def take(self, given: Answers) -> None:
        """Everything that was said, but for the letter of trial."""
        if given.language is not None:
            self.speak(given.language)
        if given.office is not None:
            self.call(given.office)
        if given.province is not None:
            self.keep(self.listed(given.province), given.unit, given.region)
        elif given.unit is not None or given.region is not None:
            raise DataError(
                say("the unit is looked for in a province"),
                hint=say("name that too, with --province; nothing was written"),
            )
        if given.sets:
            self.work_by(given.sets)
        if given.file is not None:
            self.take_agencies(given.file)
        for each in given.agencies:
            self.add_agency(each)
        if given.mail is not None:
            self.post(given.mail)
        if given.person is not None:
            self.belong_to(given.person)
        if given.usual:
            self.be_the_usual()

    def speak(self, language: str) -> None:
        """The language of the screens, for the settings."""
        if language not in LANGUAGES:
            raise DataError(
                say("there is no language {name}", name=language),
                hint=say("choose one of {names}", names=LANGUAGES),
            )
        self._entries["lang",] = language

    def call(self, name: str) -> None:
        """What the office is called."""
        self.name = name

    def listed(self, province: str) -> tuple[ListedUnit, ...]:
        """The units of a province today, it first. Raises DataError where none or several fit."""
        return unit_table.units_of_province(province, self.context.today)

    def keep(self, listed: Sequence[ListedUnit], words: str | None, region: str | None) -> None:
        """Fill in the unit of the office, what it lies in and what lies below; None: all listed.

        Raises DataError where no unit listed fits the words, or several do.
        """
        self.unit = listed[0] if words is None else one_of(listed, words)
        day = self.context.today
        self._filled = around(listed, self.unit)
        fill(self._change, self._filled, region, day)

    def usual_sets(self) -> tuple[SetName, ...]:
        """The sets by which communes are judged today."""
        loaded = queries_catalogue.sets(self._change.conn)
        today = self.context.today
        return tuple(each for each in loaded if each.level == "commune" and each.holds_on(today))

    def loaded_sets(self) -> tuple[str, ...]:
        """The codes of all sets."""
        return tuple(each.code for each in queries_catalogue.sets(self._change.conn))

    def written_text(self, *keys: str) -> str | None:
        """What the settings say so far; None where that is no text."""
        inside: object = self.written
        for key in keys:
            inside = inside.get(key) if isinstance(inside, Mapping) else None
        return inside if isinstance(inside, str) else None

    @property
    def usual_password_file(self) -> Path:
        """Where the password of the mail lies, or may lie: beside the settings."""
        named = self.written_text("mail", "smtp", "password_file")
        return (
            self.machine.file.absolute().parent / "mail-password" if named is None else Path(named)
        )

    def work_by(self, words: Sequence[str]) -> None:
        """The criteria sets in use."""
        self.sets = offices.work_by(self._change, words)

    def take_agencies(self, file: Path) -> None:
        """The agencies of a sheet, with their persons: all of them, or none."""
        from ntmtrack.app.importing.agencies import KIND
        from ntmtrack.app.importing.flow import Source, take
        from ntmtrack.app.importing.kind import Options

        with self._change.attempt():
            take(self.context, KIND, Source(file), Options(), apply=True, copy=False)
        self.agencies = _names_of_agencies(self._change, self.context)

    def add_agency(self, words: str) -> None:
        """One agency, as it is typed: NAME, or NAME <ADDRESS>."""
        name, bracket, _ = words.partition("<")
        if "@" in name:
            raise DataError(
                say("{words} is a name and an address in one", words=words),
                hint=say("write NAME <ADDRESS>: Phòng Kinh tế <kt@binhan.gov.vn>"),
            )
        addresses = (parse_mailbox(words).address,) if bracket else ()
        if not name.strip():
            raise DataError(
                say("the agency has no name"), hint=say("write NAME, or NAME <ADDRESS>")
            )
        facts = AgencyFacts(name=name.strip(), addresses=addresses)
        with self._change.attempt():
            agencies.add_agency(self._change, facts, self.context.today)
        self.agencies.append(name.strip())

    def post(self, given: MailAnswers) -> None:
        """How mail leaves."""
        parse_mailbox(given.sender)
        said: dict[str, str | Path | None] = {
            "host": given.host,
            "user": given.user,
            "password_file": given.password_file,
            "password_command": given.password_command,
        }
        entries: dict[Keys, Value] = {("mail", "from"): given.sender}
        if given.host is not None:
            entries["mail", "transport"] = "smtp"
        for key, value in said.items():
            if value is not None:
                entries["mail", "smtp", key] = str(value)
        self.notes = list(checked(self.written, {**self._entries, **entries}, self.machine.file))
        self._entries, self.mail = self._beside_mail() | entries, given

    def post_nothing(self) -> None:
        """Leave the settings of mail as they were: what was taken of them is not kept."""
        self._entries, self.mail = self._beside_mail(), None
        self.notes = list(checked(self.written, self._entries, self.machine.file))

    def _beside_mail(self) -> dict[Keys, Value]:
        return {keys: value for keys, value in self._entries.items() if keys[0] != config.MAIL}

    def try_mail(self, address: str, *, interactive: bool) -> Done:
        """A letter of trial, by the settings as they will be; what each step came to."""
        from ntmtrack.app.mail_trial import trial
        from ntmtrack.mail.password import VARIABLE

        table: dict[str, Any] = with_entries(self.written, self._entries)[config.MAIL]
        environ: Mapping[str, str] = self.machine.environ
        if self.mail is not None and self.mail.secret is not None:
            # The file that it will lie in is not there yet.
            table["smtp"].pop("password_file", None)
            environ = {**environ, VARIABLE: self.mail.secret}
        around = Surroundings(environ, interactive)
        return trial(self.context._replace(mail=table), address, around)

    def belong_to(self, words: str) -> None:
        """Whose board it is: a person who is known, or NAME, AGENCY for one who is added to it."""
        conn, today = self._change.conn, self.context.today
        name, _, body = (each.strip() for each in words.partition(","))
        with self._change.attempt():
            if body:
                found = bodies.agency(conn, body, today)
                agencies.amend(self._change, found, AgencyFacts(persons=(name,)), today)
            try:
                self.person = bodies.person(conn, name, today).name
            except DataError as error:
                if not body:
                    raise DataError(
                        error.message, hint=_OF_AGENCY, details=error.details
                    ) from error
                # Another agency has one of this name.
                self.person = f"{name}, {found.name}"
        self._entries["person",] = self.person

    def be_the_usual(self) -> None:
        """The ledger is the one that is opened where none is named."""
        self._entries["db",] = str(self.place.absolute())

    @property
    def is_usual(self) -> bool:
        """Whether the ledger is opened where none is named."""
        usual = self.written.get("db") or str(config.default_ledger())
        return ("db",) in self._entries or os.path.abspath(usual) == os.path.abspath(self.place)

    @property
    def ready(self) -> Ready:
        """The office as the commands that it types next name it."""
        judged = [each for each in self._filled if each.kind is not UnitKind.PROVINCE]
        usual = self.usual_sets()
        return Ready(
            ledger=None if self.is_usual else str(self.place),
            unit=judged[0].name if judged else None,
            set=usual[-1].code if usual and not self.sets else None,
            lead=self.agencies[0] if self.agencies else None,
        )

    def finish(self, starting: Starting) -> Report:
        """Put down what the answers say together; what there is now, and what is left out."""
        if self.name is not None:
            unit = None if self.unit is None else self.unit.code
            offices.set_own(self.context, Own(name=self.name, unit=unit))
        lang = str(self._entries.get(("lang",), self.context.lang))
        there = self.context._replace(path=self.place, lang=lang)
        mail, backup = job_lines(there, starting)
        office = Office(
            ledger=str(self.place),
            office=self.name,
            unit=None if self.unit is None else self.unit.code,
            unit_name=None if self.unit is None else self.unit.name,
            units=len(self._filled),
            sets=len(queries_catalogue.sets(self._change.conn)),
            used=self.sets,
            agencies=len(self.agencies),
            mail=None if self.mail is None else self.mail.sender,
            person=self.person,
            settings=str(self.machine.file) if self._entries else None,
            mail_job=None if self.mail is None else mail,
            backup_job=backup,
        )
        return build(office, self.context.today, notes=(*self.notes, *self._unready()))

    def _unready(self) -> Iterator[Message]:
        """What stands in the way of what was said."""
        mail = self.mail
        if mail is not None and mail.password_file is not None and mail.secret is None:
            file = mail.password_file
            if not os.path.exists(file):
                yield say("The file with the password is not there yet: {file}", file=str(file))
        if self.unit is not None and self.name is None:
            yield say("The unit is the office's own once that has a name.")

    def write_settings(self) -> None:
        """The settings of the machine, and the password; DataError where they cannot be written."""
        place = None
        if self.mail is not None and self.mail.secret is not None:
            place = self.mail.password_file
            assert place is not None
            write_secret(place, self.mail.secret)
        try:
            write(self.machine.file, self._entries)
        except DataError:
            # A password is asked for only where there was no such file.
            if place is not None:
                place.unlink()
            raise


_OF_AGENCY = say("write NAME, AGENCY, and the person is added to the agency")


def _names_of_agencies(change: Writing, context: Context) -> list[str]:
    from ntmtrack.store.queries_bodies import agencies

    return [each.name for each in agencies(change.conn, context.today)]
