"""A brief that says what its articles do not is found out, field by field."""

from __future__ import annotations

from dragoman.documents.document import Document, content_id
from dragoman.process.dossier import BriefDocument, Commitment, Dossier
from dragoman.process.verify import verify
from dragoman.records.values import Actor, Evidence

TEXT = "Washington will impose sanctions unless the guns\nfall silent."
ID = content_id(TEXT)
ARTICLE = Document(id=ID, text=TEXT)


def quoting(words: str, *, shift: int = 0, document: str = ID) -> tuple[Evidence, ...]:
    """Evidence with these words, its place moved by some characters."""
    start = TEXT.index(words) + shift
    return (Evidence(document=document, start=start, end=start + len(words), quote=words),)


def brief(**changes: object) -> Dossier:
    """A brief with one threat, changed."""
    values: dict[str, object] = {
        "evidence": quoting(TEXT),
        "kind": "threat",
        "by": (Actor(name="United States", country="USA", id="state:USA"),),
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
        headline="The United States threatens sanctions",
        summary=(),
        meetings=(),
        commitments=(threat,),
        positions=(),
        violence=(),
        humanitarian=(),
        agreements=(),
        events=(),
    )


def faults(dossier: Dossier, *documents: Document) -> str:
    return "\n".join(verify(dossier, documents))


def test_a_true_brief_has_no_faults_in_its_entry() -> None:
    assert "commitments[0]" not in faults(brief(), ARTICLE)


def test_a_quote_out_of_place_is_named() -> None:
    assert "characters 1 to 11 are" in faults(brief(evidence=quoting("Washington", shift=1)), ARTICLE)


def test_a_document_that_is_not_listed_is_named() -> None:
    assert "commitments[0].evidence" in faults(brief(evidence=quoting(TEXT, document="other")), ARTICLE)


def test_a_condition_that_nobody_said_is_named() -> None:
    assert "commitments[0].condition 'unless pigs fly'" in faults(brief(condition="unless pigs fly"), ARTICLE)


def test_an_actor_that_is_not_in_the_quotes_is_named() -> None:
    china = (Actor(name="China", country="CHN", id="state:CHN"),)
    assert "commitments[0].by" in faults(brief(by=china), ARTICLE)


def test_an_article_that_is_missing_is_named() -> None:
    assert ID in faults(brief())
