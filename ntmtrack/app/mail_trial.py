"""A letter of trial: each step of sending, for who sets the mail up."""

from ntmtrack.app.context import Context
from ntmtrack.app.mailing import Done, Surroundings
from ntmtrack.domain.address import Mailbox, parse_mailbox
from ntmtrack.mail.settings import read, require_sender
from ntmtrack.message import N_, Message, say
from ntmtrack.render.localise import Localiser
from ntmtrack.reports.report import Block, Column, Report, Show
from ntmtrack.store.identity import new_uid

_COLUMNS = (
    Column("step", N_("Step"), Show.ALWAYS, wrap=True),
    Column("result", N_("Result"), Show.ALWAYS),
    Column("detail", N_("Detail"), Show.ALWAYS, wrap=True),
)


def trial(context: Context, address: str, around: Surroundings) -> Done:
    """Send a letter of trial to an address; each step, and what is wrong with the one that fails.

    The letter is not kept. Raises DataError for no address, or settings that name no sender.
    """
    from ntmtrack.mail.trial import steps

    settings = read(context.mail)
    receiver = parse_mailbox(address)
    sender = require_sender(settings)
    taken = list(
        steps(
            settings,
            sender.address,
            receiver.address,
            _letter(context, sender, receiver, lang=settings.lang),
            environ=around.environ,
            interactive=around.interactive,
        )
    )
    faults = tuple(_fault(each.name, each.fault) for each in taken if each.fault is not None)
    rows = tuple(
        (
            each.name,
            say("step failed") if each.fault else say("step passed"),
            each.fault or each.detail,
        )
        for each in taken
    )
    report = Report(
        name="mail test",
        title=say("A letter of trial to {address}", address=receiver.address),
        columns=_COLUMNS,
        blocks=(Block("steps", None, rows),),
        as_of=context.today,
    )
    return Done(report, faults, always=True, trial=True)


def _fault(name: Message, fault: Message) -> Message:
    return say("this step fails: {step}: {reason}", step=name, reason=fault)


def _letter(context: Context, sender: Mailbox, receiver: Mailbox, *, lang: str) -> bytes:
    from ntmtrack.mail import compose
    from ntmtrack.render import html

    localiser = Localiser(lang)
    subject = localiser.say(say("A letter of trial from ntmtrack"))
    text = localiser.say(
        say("Whoever reads this: the mail of the ledger works. Nothing needs to be done.")
    )
    domain = sender.address.rpartition("@")[2]
    return compose.compose(
        compose.Letter(
            sender=sender,
            to=(receiver,),
            reply_to=None,
            subject=subject,
            text=text,
            html=html.page(html.paragraphs(text), title=subject, lang=lang),
            message_id=f"<{new_uid(context.now)}.test@{domain}>",
            list_id=f"test.ntmtrack.{domain}",
            lang=lang,
            date=context.now,
        )
    )
