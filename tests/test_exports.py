"""The public names are few, each is there, and none loads the whole program."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dragoman


def test_the_list_and_the_loader_agree() -> None:
    assert set(dragoman.__all__) == {*dragoman._HOME, "__version__"}
    assert list(dragoman.__all__) == sorted(dragoman.__all__)
    assert len(dragoman.__all__) <= 17


@pytest.mark.parametrize("name", dragoman.__all__)
def test_every_public_name_is_there_with_a_docstring(name: str) -> None:
    thing = getattr(dragoman, name)
    assert name in dir(dragoman)
    assert isinstance(thing, str) or thing.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = dragoman.nonsense


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import sys, dragoman; print(sorted(m for m in sys.modules if m.startswith('dragoman')))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['dragoman', 'dragoman.version']"
