"""Mapping files: every fault is named at once, and what is read can be written and read again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.mapping import Counterpart, Link, SetMapping, in_order
from ntmtrack.domain.mapping_file import as_data, content_hash, read_mapping
from ntmtrack.errors import DataError
from tests.reports.values import words

HEAD = {
    "old": "xa-ntm-2021-2025",
    "new": "xa-ntm-2026-2030",
    "name": "Đối chiếu",
    "source": "12/HD-VPĐP",
    "confidence": "verified",
}


def a_relation(old: list[str], new: list[str], relation: str = "broader", **more: Any) -> Any:
    return {"old": old, "new": new, "relation": relation, **more}


def a_file(*relations: Any, **head: Any) -> dict[str, Any]:
    return {"mapping": {**HEAD, **head}, "relation": list(relations)}


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_mapping(data)
    assert caught.value.message.values["count"] == len(caught.value.details)
    return [words(each) for each in caught.value.details]


def test_a_relation_of_several_numbers_links_each_with_each() -> None:
    found = read_mapping(a_file(a_relation(["3", "2"], ["10", "9"], note="…")))
    assert [(link.old, link.new) for link in found.links] == [
        ("2", "9"),
        ("2", "10"),
        ("3", "9"),
        ("3", "10"),
    ]
    assert {(link.relation, link.note) for link in found.links} == {(Counterpart.BROADER, "…")}


def test_a_relation_has_the_confidence_of_the_file_unless_it_has_its_own() -> None:
    found = read_mapping(
        a_file(
            a_relation(["1"], ["1"], confidence="verified"),
            a_relation(["2"], ["1"]),
            confidence="from knowledge",
        )
    )
    assert found.confidence is Confidence.FROM_KNOWLEDGE
    assert [link.confidence for link in found.links] == [
        Confidence.VERIFIED,
        Confidence.FROM_KNOWLEDGE,
    ]


def test_a_mapping_may_say_that_nothing_corresponds() -> None:
    assert read_mapping({"mapping": HEAD}).links == ()


def test_what_is_not_verified_needs_no_source() -> None:
    head = {key: words for key, words in HEAD.items() if key != "source"}
    found = read_mapping({"mapping": {**head, "confidence": "unverified"}})
    assert found.source is None


@pytest.mark.parametrize(
    ("head", "relation"), [("verified", "unverified"), ("unverified", "verified")]
)
def test_what_is_verified_needs_a_source(head: str, relation: str) -> None:
    data = a_file(a_relation(["1"], ["1"], confidence=relation), confidence=head)
    del data["mapping"]["source"]
    assert faults(data) == [
        'the mapping: what is verified has a paper to show: "source" is missing'
    ]


@pytest.mark.parametrize(
    ("relation", "fault"),
    [
        (a_relation([], ["1"]), '"old" names no criterion'),
        ({"new": ["1"], "relation": "exact"}, '"old" names no criterion'),
        (a_relation(["1"], [1]), '"new" has to be text, in quotes'),  # type: ignore[list-item]
        ({"old": "1", "new": ["1"], "relation": "exact"}, '"old" has to be a list of texts'),
        (a_relation(["17.8"], ["1"]), '"17.8" is not the number of a criterion, like "17"'),
        (a_relation(["01"], ["1"]), '"01" is not the number of a criterion, like "17"'),
        (a_relation(["1", "1"], ["1"]), '"old" names an entry twice'),
        (
            a_relation([str(number) for number in range(1, 52)], ["1"]),
            '"old" names more than 50 criteria',
        ),
        (
            a_relation(["1"], ["1"], "same"),
            '"relation" has to be one of: exact, broader, narrower, related',
        ),
        ({"old": ["1"], "new": ["1"]}, '"relation" is missing'),
        (
            a_relation(["1"], ["1", "2"], "exact"),
            "an exact relation is between one old and one new criterion",
        ),
        (a_relation(["1"], ["1"], why="x"), 'there is no key "why"'),
        (
            a_relation(["1"], ["1"], confidence="sure"),
            '"confidence" has to be one of: verified, from knowledge, unverified',
        ),
    ],
)
def test_a_fault_of_a_relation_is_named_with_its_place(relation: Any, fault: str) -> None:
    said = faults(a_file(a_relation(["9"], ["9"]), relation))
    assert said == [f"relation no. 2 in the file: {fault}"]


def test_all_faults_are_named_at_once() -> None:
    data = {
        "mapping": {"old": "cu", "new": "cu", "confidence": "unverified", "from": "x"},
        "relation": [a_relation([], ["x"], "same")],
        "relations": [],
    }
    assert faults(data) == [
        "the mapping: a set is not mapped to itself",
        'relation no. 1 in the file: "old" names no criterion',
        'relation no. 1 in the file: "x" is not the number of a criterion, like "17"',
        'relation no. 1 in the file: "relation" has to be one of:'
        " exact, broader, narrower, related",
        'the mapping: "name" is missing',
        'the mapping: there is no key "from"',
        'the file: there is no key "relations"',
    ]


def test_a_file_without_a_head_says_what_it_lacks() -> None:
    assert faults({})[0] == 'the file: "mapping" is missing'
    with pytest.raises(DataError) as caught:
        read_mapping({})
    assert words(caught.value.message) == "The mapping file … → … has 5 faults."


def test_two_criteria_are_related_once() -> None:
    said = faults(a_file(a_relation(["2", "3"], ["2"]), a_relation(["3"], ["2"], "related")))
    assert said == ["the file: 3 and 2 are related more than once"]


@pytest.mark.parametrize("other", [(["1"], ["2"]), (["2"], ["1"])])
def test_what_is_the_same_has_no_other_counterpart(other: tuple[list[str], list[str]]) -> None:
    said = faults(a_file(a_relation(["1"], ["1"], "exact"), a_relation(*other, "related")))
    assert said == ["the file: 1 and 1 are the same by an exact relation, so neither has another"]


def test_more_relations_than_any_two_sets_have_are_refused() -> None:
    said = faults(a_file(*[a_relation(["1"], ["1"])] * 1_001))
    assert said[0] == "the file: it holds more than 1000 relations"


numbers = st.integers(1, 19).map(str)
texts = st.none() | st.sampled_from(["theo tên", "Phụ lục I"])
links = st.lists(
    st.builds(
        Link,
        numbers,
        numbers,
        st.sampled_from([each for each in Counterpart if each is not Counterpart.EXACT]),
        st.sampled_from(Confidence),
        texts,
    ),
    unique_by=lambda link: (link.old, link.new),
)
mappings = st.builds(
    SetMapping,
    old=st.just("cu"),
    new=st.just("moi"),
    name=st.just("Đối chiếu"),
    confidence=st.sampled_from(Confidence),
    links=links.map(in_order),
    source=st.just("12/HD-VPĐP"),
    notes=texts,
)


@given(mappings)
def test_what_is_written_reads_back_the_same(mapping: SetMapping) -> None:
    assert read_mapping(as_data(mapping)) == mapping


@given(mappings, st.randoms(use_true_random=False))
def test_the_order_of_a_file_does_not_matter(mapping: SetMapping, chance: Any) -> None:
    data = as_data(mapping)
    chance.shuffle(data["relation"])
    again = read_mapping(data)
    assert again == mapping
    assert content_hash(again) == content_hash(mapping)


@given(mappings, mappings)
def test_two_mappings_have_one_hash_only_if_they_say_the_same(
    one: SetMapping, other: SetMapping
) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)
