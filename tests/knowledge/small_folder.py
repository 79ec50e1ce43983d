"""A small knowledge folder of two invented states, in which tests plant faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dragoman.contract.issues import ISSUES

FILES = {
    "manifest.toml": """version = "test.1"
[[file]]
path = "*"
licence = "Apache-2.0"
provenance = "made for a test"
""",
    "ontology/plover.toml": """[[type]]
name = "CONSULT"
quad = "verbal_cooperation"
score = 2.5
cameo = "040"
definition = "Meets. It is not a deal."
mode = [{ name = "visit", score = 4.0, definition = "travels" }]
""",
    "ontology/cameo.tsv": """code|label|goldstein|type|mode
04|consults|1.0|CONSULT|
040|consults, not told how|1.0|CONSULT|
042|makes a visit|1.9|CONSULT|visit
""",
    "ontology/sectors.tsv": "code|definition\nGOV|a government\n",
    "ontology/contexts.tsv": "code|definition\nmilitary|arms\n",
    "ontology/issues.toml": """[[issue]]
code = "ceasefire"
definition = "A stop of fighting."
terms = ["truce", "ceasefire"]
pax = ["Ce"]
[[issue]]
code = "trade"
definition = "Trade."
terms = ["tariff"]
"""
    + "".join(
        f'[[issue]]\ncode = "{code}"\ndefinition = "Another matter."\n'
        for code in ISSUES
        if code not in {"ceasefire", "trade"}
    ),
    "actors/states.tsv": """id|name|iso3|iso2|cow|gw|demonyms|aliases|capital|kind|from|to|source
state:RUR|Ruritania|RUR|RR|||Ruritanian;Ruritanians||Strelsau|state|||test
state:GRA|Graustark|GRA|GK|||Graustarkian||Edelweiss|state|||test
""",
    "actors/seats.tsv": "name|country|body|sectors|note\nElphberg Palace|RUR||GOV|\n",
    "actors/titles.tsv": """title|sectors|rank|country|note
president|GOV|1||
foreign minister|GOV|3||
spokesman|GOV|7||
""",
    "actors/ambiguous.tsv": "term|prefers|not_after|not_before|person|note\n",
    "actors/phrase_words.tsv": """kind|word|note
preposition|of|
owner|of|
speaker|for|
place|in|
no_name|the|
tail|backed|
stance|pro|
called|known|
clause|who|
former|former|
and|and|
local|officials|
""",
    "actors/sector_nouns.tsv": "noun|sector|number|note\ntroops|MIL|p|\n",
    "actors/state_bodies.toml": """[[pattern]]
sector = "MIL"
nouns = ["army"]
[[body]]
country = "RUR"
sectors = ["LEG"]
names = ["Great Diet"]
""",
    "actors/groups.tsv": """id|name|aliases|country|sectors|from|to|parent|source
group:blue|Blue Front|Blues|RUR|REB|2001|||test
""",
    "actors/organisations.tsv": """id|name|aliases|kind|country|sectors|from|to|parent|source
org:league|League|League of Realms|IGO||IGO||||test
""",
    "actors/people.tsv": """id|name|aliases|office|body|country|sectors|from|to|source
person:rudolf|Rudolf Rassendyll||president||RUR|GOV|2001-01-01|2005-01-01|test
person:flavia|Flavia Elphberg||president||RUR|GOV|2005-01-01||test
person:sapt|Fritz Sapt||spokesman|group:blue|RUR||2003||test
""",
    "cues/reporting.tsv": "cue|kind\nsay|say\ndeny|deny\n",
}
Write = Callable[..., Path]


def tabbed(name: str, text: str) -> str:
    return text.replace("|", "\t") if name.endswith(".tsv") else text
