"""Every code of the crosswalks is one of ISO 3166, every state of ISO 3166 has its codes, and none is given twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import dragoman.knowledge
from dragoman.knowledge.layouts import load_crosswalks
from dragoman.knowledge.tables import parse_tsv

pycountry = pytest.importorskip("pycountry")
DATA = Path(dragoman.knowledge.__file__).parent / "data"
# Kosovo has no code of ISO 3166; the code that everybody uses is of the part kept free for users.
OWN = {"XKX"}
# FIPS 10-4 has none for these: parts of Finland and of the Netherlands.
WITHOUT_FIPS = {"ALA", "BES"}


def rows(name: str) -> list[dict[str, str]]:
    faults: list[str] = []
    found = [dict(row.cells) for row in parse_tsv((DATA / name).read_text(encoding="utf-8"), name, faults)]
    assert not faults
    return found


def codes() -> set[str]:
    return {one.alpha_3 for one in pycountry.countries}


@pytest.mark.parametrize("name", ["formats/countries.tsv", "actors/states.tsv"])
def test_every_code_is_known_and_none_is_missing(name: str) -> None:
    ours = {row["iso3"] for row in rows(name) if row["iso3"]}
    former = {one.alpha_3 for one in pycountry.historic_countries} | {"CSK", "DDR", "SUN", "YMD", "YUG", "SCG", "ANT"}
    assert ours - codes() <= former | OWN
    assert codes() <= ours


def test_the_codes_of_two_letters_are_of_the_same_state() -> None:
    ours = {row["iso3"]: row["iso2"] for row in rows("actors/states.tsv") if row["iso2"]}
    for one in pycountry.countries:
        assert ours.get(one.alpha_3, one.alpha_2) == one.alpha_2


def test_every_state_of_today_has_a_fips_code_and_no_code_is_two_states() -> None:
    countries = load_crosswalks().countries
    assert {iso3 for iso3 in codes() if not countries[iso3].fips} == WITHOUT_FIPS
    given = Counter(code for one in countries.values() for code in one.fips)
    assert [code for code, times in given.items() if times > 1] == []
    assert all(len(code) == 2 and code.isupper() for code in given)


@pytest.mark.parametrize(
    ("fips", "iso3"),
    [("GZ", "PSE"), ("WE", "PSE"), ("IZ", "IRQ"), ("CH", "CHN"), ("SZ", "CHE"), ("NG", "NER"), ("NI", "NGA"),
     ("AU", "AUT"), ("AS", "AUS"), ("GG", "GEO"), ("GM", "DEU"), ("RI", "SRB"), ("RB", "SRB"), ("OD", "SSD"),
     ("KV", "XKX"), ("TU", "TUR"), ("CG", "COD"), ("CF", "COG"), ("CT", "CAF"), ("CD", "TCD"), ("UP", "UKR")],
)  # fmt: skip
def test_codes_that_are_easily_mixed_up(fips: str, iso3: str) -> None:
    assert [one.iso3 for one in load_crosswalks().countries.values() if fips in one.fips] == [iso3]


def test_a_former_code_of_a_state_stands_for_one_state_only() -> None:
    given = Counter(one.cameo for one in load_crosswalks().countries.values() if one.region or one.fips)
    assert [code for code, times in given.items() if times > 1] == []
