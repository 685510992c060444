"""The conversation that sets an office up: what was not said is asked, each answer is checked."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import typer

from ntmtrack.app.context import Context
from ntmtrack.app.setting_up_answers import Answers, MailAnswers
from ntmtrack.app.setting_up_steps import Making
from ntmtrack.cli.prompt import agreed, ask, interactive, put, secret
from ntmtrack.domain.address import parse_mailbox
from ntmtrack.errors import NtmError
from ntmtrack.message import Message, say, say_n

Answer = TypeVar("Answer")

_ASKED = "?"
_NONE = "-"
_SHEETS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")


def talk(made: Making, given: Answers, context: Context) -> Context:
    """Ask for what was not given; the run in the language that was chosen.

    Whatever ends it early, Ctrl-C or the end of the input, leaves nothing: KeyboardInterrupt.
    """
    conversation = _Talk(made, given, context)
    try:
        conversation.go()
    except KeyboardInterrupt:
        conversation.say(say("{line}", line=""))
        conversation.say(say("Nothing has been written."))
        raise
    return conversation.context


class _Talk:
    """One conversation: the office that is made, what was given, and the language spoken."""

    def __init__(self, made: Making, given: Answers, context: Context) -> None:
        self.made = made
        self.given = given
        self.context = context
        self._step = self._all = 0

    def go(self) -> None:
        """Every step in turn; typer.Exit where in the end nothing is to be written."""
        self.say(say("A new ledger: {path}", path=str(self.made.place)))
        self.say(
            say(
                "Enter takes what stands in brackets, {none} leaves a thing out, {asked} explains;"
                " with Ctrl-C nothing is written.",
                none=_NONE,
                asked=_ASKED,
            )
        )
        steps = [
            self._language,
            self._office,
            self._units,
            self._sets,
            self._agencies,
            self._mail,
            self._person,
        ]
        if not self.made.is_usual:
            steps.append(self._usual)
        self._all = len(steps)
        for self._step, step in enumerate(steps, start=1):
            step()
        if not agreed(say("Write all this?"), self.context.lang, usually=True):
            self.say(say("Nothing has been written."))
            raise typer.Exit

    def say(self, message: Message) -> None:
        put(message, self.context.lang)

    def _ask(
        self,
        question: Message,
        about: Message,
        read: Callable[[str], Answer],
        *,
        default: str | None = None,
    ) -> Answer | None:
        """An answer that can be read, asked for until it can; None where a thing is left out."""
        numbered = say(
            "{step}/{all} {question} [{default}]:",
            step=self._step,
            all=self._all,
            question=question,
            default=default or _NONE,
        )
        while True:
            answer = ask(numbered, self.context.lang)
            if answer is None:
                raise KeyboardInterrupt
            if answer == _ASKED:
                put(about, self.context.lang, indent=4)
                continue
            answer = answer or default or _NONE
            if answer == _NONE:
                return None
            try:
                return read(answer)
            except NtmError as error:
                self._refuse(error)

    def _refuse(self, error: NtmError) -> None:
        """Say why an answer cannot be taken, on lines that fit the terminal."""
        self.say(say("This cannot be: {message}", message=error.message))
        for line in (*error.details, *((error.hint,) if error.hint is not None else ())):
            put(line, self.context.lang, indent=4)

    def _language(self) -> None:
        def read(words: str) -> str:
            self.made.speak(words)
            return words

        if self.given.language is not None:
            language: str | None = read(self.given.language)
        else:
            language = self._ask(
                say("Language of the screens, vi or en"),
                say("Kept in the settings; --lang says otherwise for one command."),
                read,
                default=self.context.lang,
            )
        if language is not None:
            self.context = self.context._replace(lang=language)

    def _office(self) -> None:
        if self.given.office is not None:
            self.made.call(self.given.office)
            return
        self._ask(
            say("What is the office called?"),
            say("It stands above the board and in letters, for example UBND xã Bình An."),
            self.made.call,
        )

    def _units(self) -> None:
        """The province, and of its units the one that the office keeps."""
        region = self.given.region
        if self.given.province is not None:
            listed = self.made.listed(self.given.province)
        else:
            found = self._ask(
                say("Province or city whose units are filled in"),
                say("Its name or enough of it, marks or none: the units of today come with it."),
                self.made.listed,
            )
            if found is None:
                return
            listed = found
        province, *others = listed
        self.say(
            say_n(
                "{province}: {count} unit in it",
                "{province}: {count} units in it",
                len(others),
                province=province.name,
            )
        )
        if self.given.unit is not None:
            self.made.keep(listed, self.given.unit, region)
            return
        self._ask(
            say("Unit that the office keeps"),
            say("It is filled in with all below it; a commune alone, or the whole province."),
            lambda words: self.made.keep(listed, words, region),
            default=province.name,
        )

    def _sets(self) -> None:
        if self.given.sets:
            self.made.work_by(self.given.sets)
            return
        self._ask(
            say("Criteria sets in use, with commas between"),
            say(
                "What is recorded without --set belongs to them. Shipped: {codes}",
                codes=self.made.loaded_sets(),
            ),
            lambda words: self.made.work_by([each.strip() for each in words.split(",")]),
            default=", ".join(each.code for each in self.made.usual_sets()) or None,
        )

    def _agencies(self) -> None:
        """A sheet, or one after the other until none is named."""
        if self.given.file is not None:
            self.made.take_agencies(self.given.file)
        for each in self.given.agencies:
            self.made.add_agency(each)
        if self.given.file is not None or self.given.agencies:
            return
        about = say(
            "Who owes and who coordinates: a file ({suffixes}) with the columns of"
            " `ntmtrack manual files`, or one by one, as Phòng Kinh tế <kt@binhan.gov.vn>.",
            suffixes=_SHEETS,
        )
        question = say("Agencies: a sheet's name, or one as NAME <ADDRESS>")
        while self._ask(question, about, self._agency):
            question = say("The next agency")

    def _agency(self, words: str) -> bool:
        """Take a sheet, or one agency; whether another may come."""
        file = Path(os.path.expanduser(words))
        if file.suffix.lower() not in _SHEETS:
            self.made.add_agency(words)
            return True
        self.made.take_agencies(file)
        count = len(self.made.agencies)
        self.say(say_n("{count} agency taken", "{count} agencies taken", count))
        return False

    def _mail(self) -> None:
        """How mail leaves, until a letter of trial arrives or is not wanted."""
        given = self.given.mail
        while True:
            answers = given or self._ask_mail()
            if answers is None:
                self.made.post_nothing()
                return
            try:
                self.made.post(answers)
            except NtmError as error:
                if given is not None:
                    raise
                self._refuse(error)
                continue
            if self._arrives(answers):
                return
            given = None

    def _ask_mail(self) -> MailAnswers | None:
        sender = self._ask(
            say("Letters come from, as NAME <ADDRESS>"),
            say("Without it no letters are sent; `ntmtrack manual mail` tells how they are."),
            _mailbox,
            default=self.made.written_text("mail", "from"),
        )
        if sender is None:
            return None
        host = self._ask(
            say("Mail server"),
            say("Its name, for example mail.binhan.gov.vn; who runs the mail knows it."),
            str,
            default=self.made.written_text("mail", "smtp", "host"),
        )
        if host is None:
            return MailAnswers(sender)
        address = parse_mailbox(sender).address
        user = self._ask(
            say("Who logs in to it"),
            say(
                "Most servers want the whole address; {none} for one that asks nobody.", none=_NONE
            ),
            str,
            default=self.made.written_text("mail", "smtp", "user") or address,
        )
        if user is None:
            return MailAnswers(sender, host)
        file = self._ask(
            say("File with the password"),
            say("Its first line is the password; only you may read it. It is made if need be."),
            lambda words: Path(os.path.abspath(os.path.expanduser(words))),
            default=str(self.made.usual_password_file),
        )
        typed = None
        if file is not None and not file.exists():
            question = say("The password, not shown (Enter: you write the file later):")
            typed = secret(question, self.context.lang) or None
        return MailAnswers(sender, host, user, file, secret=typed)

    def _arrives(self, answers: MailAnswers) -> bool:
        """Whether mail is settled: the letter of trial arrived, or need not."""
        if answers.host is None:
            return True
        address = self.given.trial or self._ask(
            say("Send a letter of trial to"),
            say("It goes out now, so that you see whether all this is right."),
            lambda words: parse_mailbox(words).address,
            default=parse_mailbox(answers.sender).address,
        )
        if address is None:
            return True
        done = self.made.try_mail(address, interactive=interactive())
        for step, result, detail in done.report.rows:
            told = say("{step}: {result}", step=step, result=result)
            self.say(told if detail is None else say("{told} ({detail})", told=told, detail=detail))
        if not done.undelivered:
            return True
        return agreed(say("Keep these settings all the same?"), self.context.lang)

    def _person(self) -> None:
        if self.given.person is not None:
            self.made.belong_to(self.given.person)
            return
        if not self.made.agencies:
            nobody = say(
                "{step}/{all} Whose board: nobody's yet, for a person belongs to an agency.",
                step=self._step,
                all=self._all,
            )
            self.say(nobody)
            return
        self._ask(
            say("Whose board is it, as NAME, AGENCY"),
            say(
                "`ntmtrack` alone then shows what is that person's; {none}: the office's.",
                none=_NONE,
            ),
            self.made.belong_to,
            default=self.made.written_text("person"),
        )

    def _usual(self) -> None:
        question = say(
            "{step}/{all} Open this ledger from now on where none is named?",
            step=self._step,
            all=self._all,
        )
        if self.given.usual or agreed(question, self.context.lang, usually=True):
            self.made.be_the_usual()


def _mailbox(words: str) -> str:
    parse_mailbox(words)
    return words
