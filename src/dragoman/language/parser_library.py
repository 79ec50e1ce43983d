"""Owns importing spaCy without its command line, which costs as much time as all the rest of it.

`import spacy` imports `spacy.cli`, and with it clients for the web, a template engine and a second
command line; nothing of them is needed to parse. Does not load a model: see `parse`.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_COMMANDS = ("spacy.cli", "spacy.cli.info")


def import_parser_library() -> ModuleType:
    """The module `spacy`; its command line is imported when it is first asked for.

    Where spaCy is imported already, or no longer built like this, it is left as it is.
    """
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    for name in _COMMANDS:
        sys.modules[name] = _stand_in(name)
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:  # another version wants more of its command line than stands in for it
        _forget()
        return importlib.import_module("spacy")
    _forget()
    vars(spacy).pop("cli", None)  # so that `import spacy.cli` finds the real one
    return spacy


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)
    vars(module)["info"] = _info
    vars(module)["__path__"] = []
    return module


def _info(*arguments: Any, **options: Any) -> Any:
    return importlib.import_module("spacy.cli.info").info(*arguments, **options)


def _forget() -> None:
    for name in _COMMANDS:
        sys.modules.pop(name, None)
