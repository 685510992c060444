"""Proposals out of drafts: the names, units, criteria and deadlines as findings in the paper."""

from ntmtrack.domain.notice.additions import Draft
from ntmtrack.domain.notice.aligned import Aligned
from ntmtrack.domain.notice.bodies import Body
from ntmtrack.domain.notice.body_words import AREA_WORD
from ntmtrack.domain.notice.criteria_named import only_cited
from ntmtrack.domain.notice.directing import GIVES
from ntmtrack.domain.notice.found import Found, Person, Proposal, UnitFound
from ntmtrack.domain.notice.units_named import Units, key, level
from ntmtrack.record import Record


class Surroundings(Record):
    """The clause that a draft stands in, and what its headings say."""

    start: int
    end: int
    criterion: Found | None
    above: Found | None
    units: Units
    unit: UnitFound | None


def proposals(
    paper: Aligned, draft: Draft, around: Surroundings, together: int
) -> tuple[Proposal, ...]:
    """One proposal, or one for each of several named units, bound by the number `together`."""
    who = draft.assigned
    time = draft.time
    uncertain = list(who.uncertain) if who and not draft.inherited else []
    if draft.unsure or (time is not None and time.year_missing):
        uncertain.append("due")
    if who is None and GIVES.match(paper.low, draft.start, draft.end):
        uncertain.append("leads")
    whole = Proposal(
        title=paper.found(draft.start, draft.end, "verb"),
        unit=_unit(paper, draft, around),
        criterion=_criterion(paper, draft, around),
        leads=tuple(_body(paper, each, draft) for each in who.leads if each.kind != "person")
        if who
        else (),
        coordinators=tuple(
            _coordinator(paper, each)
            for each in (draft.coordinators or (who.coordinators if who else ()))
        ),
        persons=_persons(paper, draft),
        due=time.due if time else None,
        due_words=paper.found(time.start, time.end, "deadline") if time else None,
        uncertain=tuple(uncertain),
    )
    several = [each for each in who.leads if each.head or each.kind == "unit"] if who else []
    own = _own_units(who.leads, around.units) if who else ()
    if who is None or len(who.leads) < 2 or (len(several) < len(who.leads) and not own):
        return (whole,)
    return tuple(
        whole._replace(
            leads=(_body(paper, each, draft),),
            unit=own[place] if own else _its_unit(paper, each),
            together=together,
        )
        for place, each in enumerate(who.leads)
    )


def _own_units(leads: tuple[Body, ...], units: Units) -> tuple[Found, ...]:
    """The units of "UBND xã A và UBND xã B": one for each lead, of one level, none twice."""
    named = [
        units.within(body.start, body.end)
        for body in leads
        if body.kind == "agency" and not body.head
    ]
    if len(named) < len(leads) or any(len(each) != 1 for each in named):
        return ()
    each_one = [each[0] for each in named]
    if len({key(unit) for unit in each_one}) < len(leads) or len(set(map(level, each_one))) > 1:
        return ()
    return tuple(unit.found._replace(how="in_clause") for unit in each_one)


def _body(paper: Aligned, body: Body, draft: Draft) -> Found:
    if body.head or body.tail:
        return _shared(paper, body)
    how = draft.assigned.how if draft.assigned else "given"
    return paper.found(body.start, body.end, "many" if body.kind == "many" else how)


def _coordinator(paper: Aligned, body: Body) -> Found:
    if body.head or body.tail:
        return _shared(paper, body)
    return paper.found(body.start, body.end, "coordinates")


def _shared(paper: Aligned, body: Body) -> Found:
    value = body.head + paper.cased[body.start : body.end] + body.tail
    return paper.found(body.start, body.end, "shared_head", value)


def _persons(paper: Aligned, draft: Draft) -> tuple[Person, ...]:
    if draft.assigned is None:
        return ()
    return tuple(
        Person(
            paper.found(body.start, body.end, "person"),
            paper.found(*office, "person") if office else None,
        )
        for body, office in zip(draft.assigned.leads, draft.assigned.offices, strict=True)
        if body.kind == "person"
    )


def _its_unit(paper: Aligned, body: Body) -> Found:
    kinds = AREA_WORD.findall(body.head.casefold())
    kind = kinds[-1] if kinds else None
    name = paper.cased[body.start : body.end]
    value = f"{kind} {name}" if kind else None
    return paper.found(body.start, body.end, "shared_head" if kind else "in_clause", value)


def _criterion(paper: Aligned, draft: Draft, around: Surroundings) -> Found | None:
    return (
        around.criterion
        or only_cited(paper, draft.start, draft.end, "clause_words")
        or only_cited(paper, around.start, around.end, "clause_words")
        or around.above
    )


def _unit(paper: Aligned, draft: Draft, around: Surroundings) -> Found | None:
    """The unit named in the task, else that of the heading, else the paper's only one."""
    main = around.units.main
    begins, ends = draft.start, draft.end
    if draft.assigned is not None and not draft.inherited:
        begins = min(begins, *(body.start for body in draft.assigned.leads))
        # A lead may stand after the work: in a column, in brackets, after "do".
        ends = max(ends, *(body.end for body in draft.assigned.leads))
    named = around.units.within(begins, ends)
    mains = {key(unit) for unit in main}
    if len(main) == 1:
        own = main[0]
        lower = [unit for unit in named if level(own) == "district" and level(unit) == "commune"]
        if len(lower) == 1:
            return lower[0].found._replace(how="in_clause")
        same = [unit for unit in named if level(unit) == level(own) and key(unit) != key(own)]
        if len(same) == 1 and key(own) not in {key(unit) for unit in named}:
            return same[0].found._replace(how="in_clause")
        return None if lower or same else (own.found._replace(how="main_unit"))
    ours = (
        [unit for unit in named if key(unit) in mains]
        if mains
        else [unit for unit in named if level(unit) != "village"]
    )
    if len(ours) == 1:
        return ours[0].found._replace(how="in_clause")
    if not ours and around.unit is not None:
        return around.unit.found._replace(how="above")
    return None
