"""What a template may say: names and rows, loops over lists, conditions; nothing else, for ever."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.errors import DataError
from ntmtrack.render.template_language import MOST, environment, faults, refuse
from tests.reports.values import words

KNOWN = {"ky": None, "so": None, "qua_han": frozenset({"ma", "stt"}), "den_han": frozenset({"ma"})}
GIVEN = {
    "ky": "<kỳ> & {{ so }}",
    "so": 3,
    "qua_han": [{"ma": "A", "stt": 1}, {"ma": "B", "stt": 2}],
}


def env(**sizes: int) -> object:
    return environment(str, KNOWN, sizes)


def fill(text: str) -> str:
    made = environment(str, KNOWN, {"qua_han": 2, "den_han": 0})
    return str(made.from_string(text).render({**GIVEN, "den_han": []}))


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ so }}", "3"),
        ("{{ ky }}", "&lt;kỳ&gt; &amp; {{ so }}"),
        ("{% for d in qua_han %}{{ d.stt }}{{ d.ma|lower }}{% endfor %}", "1a2b"),
        ("{% for d in qua_han %}{% if loop.last %}{{ loop.length }}{% endif %}{% endfor %}", "2"),
        ("{% for d in den_han %}x{% else %}không{% endfor %}", "không"),
        ("{% if qua_han and so > 2 %}có{% elif not so %}?{% else %}không{% endif %}", "có"),
        ("{{ qua_han|length }}", "2"),
        ("{{ 'a' if so == 3 else 'b' }}", "a"),
        (
            "{% for a in qua_han %}{% for b in qua_han %}{{ a.ma }}{{ b.ma }}"
            "{% endfor %}{% endfor %}",
            "AAABBABB",
        ),
    ],
)
def test_names_rows_loops_and_conditions_are_filled(text: str, filled: str) -> None:
    assert fill(text) == filled


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ kyy }}", "there is no name kyy; did you mean ky?"),
        ("{{ kỳ }}", "there is no name kỳ; did you mean ky?"),
        ("{{ hoàn_toàn_khác }}", "there is no name hoàn_toàn_khác"),
        ("{% for d in qua_hann %}{{ d.ma }}{% endfor %}", "did you mean qua_han"),
        (
            "{% for d in qua_han %}{{ d.mã }}{% endfor %}",
            "there is no name d.mã; did you mean d.ma",
        ),
        ("{% for d in qua_han %}{{ d.xxx }}{% endfor %}", "d.xxx; a row here has ma, stt"),
        ("{{ d.ma }}", "there is no name d"),
        ("{% for d in ky %}{% endfor %}", "there is no name ky"),
        ("{% for d in range(9) %}{% endfor %}", "a loop is written"),
        ("{% for a, b in qua_han %}{% endfor %}", "a loop is written"),
        ("{% for d in qua_han if d.ma %}{% endfor %}", "a loop is written"),
        ("{% for d in qua_han recursive %}{% endfor %}", "a loop is written"),
        ("{{ range(10) }}", "( ) is not something"),
        ("{{ 'a' * 9 }}", "* is not something"),
        ("{{ so ** so }}", "** is not something"),
        ("{{ ky ~ ky }}", "~ is not something"),
        ("{{ ky[0] }}", "[ ] is not something"),
        ("{{ ''.__class__ }}", ".__class__ is not something"),
        ("{% for d in qua_han %}{{ d.__class__ }}{% endfor %}", "there is no name d.__class__"),
        ("{% for d in qua_han %}{{ d.ma.upper }}{% endfor %}", ".upper is not something"),
        ("{{ ky|attr('x') }}", "there is no filter attr"),
        ("{{ ky|upper(1) }}", "there is no filter upper"),
        ("{{ self }}", "there is no name self"),
        ("{{ ky is defined }}", "is is not something"),
        ("{% set a = 1 %}", "Assign is not something"),
        ("{% include 'x' %}", "Include is not something"),
        ("{% macro m() %}{% endmacro %}", "Macro is not something"),
        ("{% filter upper %}x{% endfilter %}", "FilterBlock is not something"),
        ("{{ qua_han }}", "qua_han is a list; its rows come with {% for dong in qua_han %}"),
        ("{{ qua_han|upper }}", "qua_han is a list"),
        ("{{ qua_han if so else ky }}", "qua_han is a list"),
        ("{{ ky if so else qua_han }}", "qua_han is a list"),
        (
            "{% for d in qua_han %}{{ d }}{% endfor %}",
            "d is a row; name what it holds: d.ma, d.stt",
        ),
        ("{% for d in qua_han %}{{ loop }}{% endfor %}", "loop is a row"),
        ("{{ ky", "it is not understood"),
        ("{% endfor %}", "it is not understood"),
    ],
)
def test_anything_else_is_refused_and_named(text: str, said: str) -> None:
    found = faults(env(), text, KNOWN)
    assert found and said in " ".join(words(each.what) for each in found)
    with pytest.raises(DataError) as caught:
        refuse(env(), text, KNOWN, {})
    assert "nothing was written" in words(caught.value.hint)


def test_loops_that_would_run_for_ever_are_refused_before_they_run() -> None:
    loop, end = "{% for d in qua_han %}", "{% endfor %}"
    once = "x" * 100
    sizes = {"qua_han": 10_000}
    assert len(once) * 10_000 < MOST < 10_000**2
    refuse(env(), loop + once + end, KNOWN, sizes)
    for text in (loop * 2 + once + end * 2, loop * 4 + end * 4, loop * 2 + "{{ ky }}" + end * 2):
        with pytest.raises(DataError, match="too long"):
            refuse(env(), text, KNOWN, sizes)


@given(st.text(max_size=60))
def test_any_text_is_filled_or_refused_and_nothing_else_happens(text: str) -> None:
    try:
        fill("{{ so }}" + text)
    except DataError as error:
        assert error.details or "too long" in error.message.text


@given(st.text(max_size=40))
def test_what_is_filled_in_is_never_read_as_a_template(text: str) -> None:
    made = environment(str, KNOWN, {})
    assert unescape(made.from_string("{{ ky }}").render({"ky": text})) == text
