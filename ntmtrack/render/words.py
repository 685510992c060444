"""The words by which people read the domain's enumerations.

One line for each enumeration, under its class name; data formats keep the bare values.
"""

from enum import StrEnum

from ntmtrack.message import N_

WORDS: dict[str, dict[str, str]] = {
    "Verdict": {
        "met": N_("met"),
        "nearly_met": N_("nearly met"),
        "unmet": N_("unmet"),
        "not_applicable": N_("not applicable"),
        "not_assessed": N_("not assessed"),
    },
    "Mark": {
        "met": N_("M"),
        "nearly_met": N_("N"),
        "unmet": N_("U"),
        "not_applicable": N_("–"),
    },
    "CountedAs": {
        "met": N_("met"),
        "nearly_met": N_("nearly met"),
        "unmet": N_("unmet"),
        "registered": N_("registered"),
        "under_way": N_("under way"),
        "appraised": N_("appraised"),
        "submitted": N_("submitted"),
        "recognised": N_("recognised"),
    },
    "Stage": {
        "self": N_("self-assessment"),
        "verification": N_("verification"),
        "appraisal": N_("appraisal"),
    },
    "Judged": {
        "by_hand": N_("by hand"),
        "by_threshold": N_("by the threshold"),
        "overridden": N_("by hand, against the threshold"),
    },
    "TaskState": {
        "open": N_("open"),
        "reported": N_("reported done"),
        "done": N_("done"),
        "cancelled": N_("cancelled"),
        "paused": N_("paused"),
    },
    "TaskEventKind": {
        "added": N_("entered in the ledger"),
        "started": N_("started"),
        "progress": N_("progress"),
        "reported": N_("reported done"),
        "done": N_("done"),
        "confirmed": N_("confirmed done"),
        "returned": N_("returned"),
        "paused": N_("paused"),
        "resumed": N_("resumed"),
        "extended": N_("extended"),
        "handed_on": N_("handed on"),
        "reassigned": N_("assigned to others"),
        "cancelled": N_("cancelled"),
        "reopened": N_("reopened"),
        "noted": N_("noted"),
        "triggered": N_("due settled"),
        "corrected": N_("corrected"),
    },
    "Outcome": {
        "done_on_time": N_("done on time"),
        "done_late": N_("done late"),
        "open_in_time": N_("open, in time"),
        "open_overdue": N_("open, overdue"),
        "no_due": N_("no due"),
        "cancelled": N_("cancelled"),
    },
    "Role": {
        "lead": N_("lead agency"),
        "coordinator": N_("coordinating agency"),
        "person": N_("person in charge"),
    },
    "UnitKind": {
        "province": N_("province"),
        "district": N_("district"),
        "commune": N_("commune"),
        "ward": N_("ward"),
        "township": N_("township"),
        "special_zone": N_("special zone"),
        "village": N_("village"),
    },
    "StandingEvent": {
        "registered": N_("registered"),
        "self_assessed": N_("self-assessed"),
        "verified": N_("verified"),
        "appraised": N_("appraised"),
        "submitted": N_("submitted"),
        "returned": N_("returned"),
        "recognised": N_("recognised"),
        "announced": N_("announced"),
        "withdrawn": N_("withdrawn"),
        "expired": N_("expired"),
        "revoked": N_("revoked"),
        "carried_over": N_("carried over"),
    },
    # A text that is checked and a dossier that is verified are different words in Vietnamese.
    "Confidence": {
        "verified": N_("checked against the source"),
        "from knowledge": N_("from knowledge"),
        "unverified": N_("not checked"),
    },
    "DueFlag": {
        "year_from_document": N_("the year is that of the document"),
        "year_from_as_of": N_("the year is that of the day looked at"),
        "relative_to_document": N_("reckoned from the document's date"),
        "relative_to_as_of": N_("reckoned from the day looked at"),
        "from_document_date": N_("counted from the document's date"),
        "from_trigger_date": N_("counted from the day of the event"),
        "moved_to_working_day": N_("moved to the next working day"),
        "calendar_missing": N_("days off not known"),
        "part_kept": N_("a part of a period, taken to its end"),
        "before_includes_day": N_("the day itself included"),
    },
    "Field": {
        "title": N_("what"),
        "unit": N_("unit"),
        "criterion": N_("criterion"),
        "leads": N_("leads"),
        "coordinators": N_("coordinators"),
        "persons": N_("persons"),
        "due": N_("due"),
    },
    "ClauseState": {
        "task": N_("task made"),
        "no_task": N_("no task arises"),
        "unconsidered": N_("not yet considered"),
    },
    "ProposalState": {
        "proposed": N_("proposed"),
        "accepted": N_("accepted"),
        "skipped": N_("put aside"),
    },
    "LetterKind": {
        "overdue": N_("overdue tasks"),
        "due": N_("tasks due soon"),
        "review": N_("review of the week"),
        "summary": N_("summary for leaders"),
        "escalation": N_("long overdue"),
        "heartbeat": N_("nothing overdue"),
    },
    "MailState": {
        "queued": N_("waiting"),
        "sending": N_("being sent"),
        "sent": N_("sent"),
        "failed": N_("not gone"),
        "unknown": N_("gone or not, unknown"),
        "forgotten": N_("given over"),
        "superseded": N_("withdrawn"),
    },
    "Health": {
        "well": N_("well"),
        "unset": N_("not set up"),
        "ill": N_("look at it"),
    },
    "Precision": {
        "day": N_("day"),
        "month": N_("month"),
        "quarter": N_("quarter"),
        "half": N_("half-year"),
        "year": N_("year"),
        "rhythm": N_("recurring"),
        "trigger": N_("after an event"),
        "none": N_("no date"),
    },
    "Level": {
        "province": N_("province"),
        "district": N_("district"),
        "commune": N_("commune"),
        "village": N_("village"),
    },
    "Region": {
        "trung-du-mien-nui-phia-bac": N_("Northern midlands and mountains"),
        "dong-bang-song-hong": N_("Red River delta"),
        "bac-trung-bo": N_("North Central"),
        "duyen-hai-nam-trung-bo": N_("South Central Coast"),
        "tay-nguyen": N_("Central Highlands"),
        "dong-nam-bo": N_("South-East"),
        "dong-bang-song-cuu-long": N_("Mekong delta"),
    },
    "Completeness": {
        "full": N_("complete"),
        "partial": N_("partial"),
        "criteria only": N_("criteria only"),
    },
    "IndicatorKind": {
        "boolean": N_("yes or no"),
        "percent": N_("percentage"),
        "count": N_("quantity"),
        "money": N_("sum of money"),
        "score": N_("score"),
        "local": N_("left to a province or ministry"),
    },
    "SetBy": {
        "province": N_("province"),
        "ministry": N_("ministry"),
        "unknown": N_("not known"),
    },
    "Part": {
        "set": N_("set"),
        "criterion": N_("criterion"),
        "indicator": N_("indicator"),
    },
    "Change": {
        "added": N_("added"),
        "removed": N_("removed"),
        "changed": N_("changed"),
    },
    "Operator": {
        ">=": "≥",
        "<=": "≤",
    },
}


def word(member: StrEnum) -> str:
    """The message id of an enumerated value; the value itself if it has no word here."""
    value: str = member.value
    return WORDS.get(type(member).__name__, {}).get(value, value)
