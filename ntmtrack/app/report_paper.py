"""A periodic report on its way out: in a form of its own, or filled into a template."""

from ntmtrack.app import templates
from ntmtrack.app.context import Context
from ntmtrack.app.reporting import Asked
from ntmtrack.app.templates import Template
from ntmtrack.domain.decree30 import Frame
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.render import Format
from ntmtrack.render.localise import Localiser
from ntmtrack.render.periodic import Look, render
from ntmtrack.reports.periodic import Periodic
from ntmtrack.reports.report import Basis
from ntmtrack.store.queries_catalogue import settings

_MADE = {".docx": Format.DOCX, ".xlsx": Format.XLSX}


class Paper(Record):
    """The figures of a period, what frames them, and the template, if one was named."""

    periodic: Periodic
    units: tuple[str, ...]
    frame: Frame
    template: Template | None = None

    def content(self, context: Context, form: Format, basis: Basis | None, look: Look) -> bytes:
        """The report in a form; a template makes what it is itself.

        Raises DataError for a form that cannot hold it or be shown, and for a template that
        cannot be filled.
        """
        template = self.template
        if template is None and form is Format.DOCX:
            name = templates.WEEKLY if self.periodic.period.short else templates.HALF_YEAR
            template = templates.shipped(name, context.lang)
        if template is not None:
            made = _MADE[template.suffix]
            if form not in (Format.AUTO, made):
                raise DataError(
                    say("the template makes {made}, not {form}", made=made.value, form=form.value),
                    hint=say("write it with -o FILE{suffix}", suffix=template.suffix),
                )
            form = made
        if look.tty and form in (Format.DOCX, Format.XLSX):
            raise DataError(
                say("{format} cannot be shown on a terminal", format=form.value),
                hint=say("write it with -o FILE"),
            )
        localiser = Localiser(context.lang)
        if template is None:
            return render(self.periodic, basis, form, localiser, look)
        return self._filled(context, template, localiser, self._footing(basis))

    def _filled(
        self, context: Context, template: Template, localiser: Localiser, footing: Message | None
    ) -> bytes:
        from ntmtrack.render import docx_template, template_file, template_values, xlsx_template

        fill, member = (
            (docx_template.fill, docx_template.MEMBER)
            if template.suffix == ".docx"
            else (xlsx_template.fill, xlsx_template.MEMBER)
        )
        content = template_file.read(template.path, holds=member)
        figures = template_values.Figures(
            self.periodic, self.frame, context.today, self.units, footing
        )
        values = template_values.values(figures, localiser)
        return fill(content, values, template_values.known(), localiser)

    def _footing(self, basis: Basis | None) -> Message | None:
        """What the figures rest on, in one sentence."""
        told = self.periodic.part("counts")._replace(basis=basis).footing
        return told[0] if told else None


def prepare(context: Context, asked: Asked, template: Template | None) -> Paper:
    """The figures of what was asked for, ready to be put into a form; DataError as `gather`."""
    from ntmtrack.app.reporting import gather

    periodic, units = gather(context, asked)
    return Paper(periodic, units, _of_office(context, asked.frame), template)


def _of_office(context: Context, frame: Frame) -> Frame:
    """The frame with the ledger's own office as the issuer, where none is named."""
    if frame.issuer is not None:
        return frame
    with context.reading() as conn:
        return frame._replace(issuer=settings(conn).get("office"))
