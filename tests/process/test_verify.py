"""A brief that says what its articles do not is found out, field by field."""

from __future__ import annotations

from dragoman.documents.document import Document, content_id
from dragoman.process.dossier import BriefDocument, Commitment, Dossier
from dragoman.process.verify import verify
from dragoman.records.values import Actor, Evidence

TEXT = "Washington will impose sanctions unless the guns\nfall silent."
ID = content_id(TEXT)
ARTICLE = Document(id=ID, text=TEXT)


def brief(**changes: object) -> Dossier:
    """A brief with one threat, changed."""
    values: dict[str, object] = {
        "evidence": (Evidence(document=ID, start=0, end=10, quote="Washington"),),
        "kind": "threat",
        "by": (Actor(name="United States", country="USA"),),
        "to": (),
        "action": "SANCTION",
        "issue": None,
        "condition": "unless the guns fall silent",
        "due": None,
        "status": "pending",
    }
    threat = Commitment.model_validate({**values, **changes})
    return Dossier(
        as_of="2025-01-01",
        documents=(BriefDocument(id=ID, title=None, url=None, publisher=None, published=None, text=TEXT),),
        headline="A threat",
        summary=(),
        meetings=(),
        commitments=(threat,),
        positions=(),
        violence=(),
        humanitarian=(),
        agreements=(),
        events=(),
    )


def test_a_true_brief_has_no_faults() -> None:
    assert verify(brief(), [ARTICLE]) == []


def test_a_quote_out_of_place_is_named() -> None:
    moved = (Evidence(document=ID, start=1, end=11, quote="Washington"),)
    assert verify(brief(evidence=moved), [ARTICLE]) == [
        "commitments[0].evidence: characters 1 to 11 are not 'Washington'"
    ]


def test_a_document_that_is_not_listed_is_named() -> None:
    foreign = (Evidence(document="other", start=0, end=10, quote="Washington"),)
    assert "does not list" in verify(brief(evidence=foreign), [ARTICLE])[0]


def test_a_condition_that_nobody_said_is_named() -> None:
    faults = verify(brief(condition="unless pigs fly"), [ARTICLE])
    assert faults == ["commitments[0].condition: no document says 'unless pigs fly'"]


def test_an_article_that_is_missing_or_was_changed_is_named() -> None:
    assert "none of the articles" in verify(brief(), [])[0]
    changed = Document(id=ID, text=TEXT.replace("will", "won't"))
    assert "is not the article's" in verify(brief(), [changed])[0]


def test_an_event_that_does_not_exist_is_named() -> None:
    assert verify(brief(events=("e9",)), [ARTICLE]) == ["commitments[0].events: there is no event 'e9'"]
