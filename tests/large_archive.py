"""A made archive of any size: articles of several processes with their events as a coder would give them.

Nothing in it is news and nothing of it is coded text. The same seed gives the same archive. A longer
archive covers more days, not more news a day: `PER_DAY` events of each process.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from dragoman.documents.document import Document, content_id
from dragoman.records.event import Event, Quantities, Reason, event_id
from dragoman.records.statement import Judgement
from dragoman.records.values import Actor, Count, Evidence, PlaceValue, Speaker
from dragoman.store.keeping import Reading
from dragoman.store.store import Store

LAST_DAY = date(2025, 7, 31)
PER_DAY = 40
PER_ARTICLE = 5
CODER = "made 0"


def _state(name: str, code: str) -> Actor:
    return Actor(name=name, country=code, sectors=("GOV",), id=f"state:{code}")


def _group(name: str, code: str, key: str) -> Actor:
    return Actor(name=name, country=code, sectors=("REB",), id=f"group:{key}")


USA, TUR, QAT = _state("United States", "USA"), _state("Türkiye", "TUR"), _state("Qatar", "QAT")
UN = Actor(name="UN", sectors=("IGO",), id="org:un")


@dataclass(frozen=True)
class Theatre:
    """A process with its two sides, those who mediate, who speaks, and where it goes on."""

    id: str
    sides: tuple[Actor, Actor]
    mediators: tuple[Actor, ...]
    speakers: tuple[str, str]
    country: tuple[str, str]
    cities: tuple[tuple[str, float, float], ...]
    venues: tuple[tuple[str, str, str], ...] = (("Istanbul", "TUR", "Türkiye"), ("Geneva", "CHE", "Switzerland"))


THEATRES = (
    Theatre("ukraine-russia", (_state("Russia", "RUS"), _state("Ukraine", "UKR")), (TUR, USA),
            ("Dmitry Peskov", "Volodymyr Zelensky"), ("UKR", "Ukraine"),
            (("Kharkiv", 49.99, 36.23), ("Odesa", 46.48, 30.73), ("Zaporizhzhia", 47.84, 35.14),
             ("Dnipro", 48.46, 35.05), ("Sumy", 50.91, 34.8), ("Kherson", 46.64, 32.62))),
    Theatre("sudan-rsf", (_group("RSF", "SDN", "rsf"), _state("Sudan", "SDN")), (USA, QAT),
            ("Mohamed Hamdan Dagalo", "Abdel Fattah al-Burhan"), ("SDN", "Sudan"),
            (("Khartoum", 15.55, 32.53), ("El Fasher", 13.63, 25.35), ("Nyala", 12.05, 24.88),
             ("El Obeid", 13.18, 30.22), ("Port Sudan", 19.62, 37.22))),
    Theatre("drc-m23", (_group("M23", "COD", "m23"), _state("DR Congo", "COD")), (QAT, USA),
            ("Bertrand Bisimwa", "Felix Tshisekedi"), ("COD", "DR Congo"),
            (("Goma", -1.67, 29.22), ("Bukavu", -2.51, 28.86), ("Walikale", -1.42, 28.07), ("Masisi", -1.4, 28.81)),
            (("Doha", "QAT", "Qatar"), ("Nairobi", "KEN", "Kenya"))),
    Theatre("israel-hamas", (_state("Israel", "ISR"), _group("Hamas", "PSE", "hamas")), (QAT, UN),
            ("Benjamin Netanyahu", "Khalil al-Hayya"), ("PSE", "Palestine"),
            (("Gaza", 31.5, 34.47), ("Rafah", 31.29, 34.25), ("Khan Yunis", 31.35, 34.3), ("Jabalia", 31.53, 34.48)),
            (("Doha", "QAT", "Qatar"), ("Cairo", "EGY", "Egypt"))),
    Theatre("thailand-cambodia", (_state("Thailand", "THA"), _state("Cambodia", "KHM")), (USA, UN),
            ("Phumtham Wechayachai", "Hun Manet"), ("KHM", "Cambodia"),
            (("Samraong", 14.18, 103.52), ("Preah Vihear", 13.8, 104.97), ("Poipet", 13.66, 102.56)),
            (("Putrajaya", "MYS", "Malaysia"), ("Geneva", "CHE", "Switzerland"))),
)  # fmt: skip
_KINDS = ("drone_strike", "missile_strike", "shelling", "airstrike", "clash")
_ISSUES = ("ceasefire", "prisoner_exchange", "territory", "security_guarantees", "sanctions", "humanitarian_access",
           "withdrawal", "monitoring")  # fmt: skip
_STANCES = (("demands", "again demanded"), ("supports", "said it supported"), ("opposes", "said it opposed"),
            ("refuses", "refused to discuss"))  # fmt: skip
_PUBLISHERS = ("Example Wire", "Morning Example", "Example Post", "The Example", "Radio Example", "Example 24")
_WHO = ("a trader", "the mayor", "two farmers", "an engineer", "the depot", "a ferry", "the market", "a school",
        "the parish", "a convoy", "the clinic", "a bakery", "the council", "an orchard", "the harbour", "a mill",
        "the station", "a teacher", "the tower", "a driver", "the reservoir", "a surveyor", "the museum",
        "a nurse")  # fmt: skip
_DID = ("reopened", "waited for", "counted", "repaired", "sold", "recalled", "moved", "measured", "painted", "lost",
        "borrowed", "closed", "sorted", "passed", "photographed", "described", "left", "weighed", "guarded",
        "fed")  # fmt: skip
_WHAT = ("barley", "blankets", "timber", "the bridge", "old ledgers", "wheat", "a generator", "roof tiles", "tickets",
         "the archive", "copper wire", "maps", "water tanks", "the kiln", "fishing nets", "seedlings", "lanterns",
         "a pump", "the registry", "bricks", "bicycles", "honey", "the chapel", "spare parts", "notebooks")  # fmt: skip
_WHEN = ("before dawn", "after the rain", "at noon", "for a third week", "in the old quarter", "beyond the river",
         "without comment", "near the crossing", "by candlelight", "on foot", "under a tarpaulin", "as usual",
         "in silence", "behind the school", "with some delay", "at the weekend")  # fmt: skip
_SYLLABLES = ("ka", "lo", "mi", "ter", "no", "vi", "sa", "dor", "be", "lin", "ra", "qu", "zen", "hu", "po", "shi")


@dataclass(frozen=True)
class _News:
    """One thing that several articles tell: its words, its event's fields, and the last day on which it is told."""

    say: Callable[[random.Random, date], tuple[str, dict[str, Any]]]
    until: date


@dataclass
class _Desk:
    """What is told of one process on the days that are being written."""

    theatre: Theatre
    places: tuple[PlaceValue, ...]
    pending: list[_News] = field(default_factory=list)


def fill(
    store: Store,
    *,
    events: int,
    seed: int = 0,
    theatres: Sequence[Theatre] = THEATRES,
    last: date = LAST_DAY,
    judged: int = 0,
) -> tuple[int, int]:
    """Fills an archive with at least so many events; returns how many articles and events it gave.

    Args:
        store: an archive, empty or not; what is in it already stays.
        events: at least so many are given, copies' own ones among them.
        seed: the same seed gives the same articles.
        theatres: the processes; give one for an archive of a single process.
        last: the last day of publication; the first follows from the number of events.
        judged: so many judgements of single events, wrong and right by turns.
    """
    counted = [0, 0]
    ids: list[str] = []
    source = readings(events=events, seed=seed, theatres=theatres, last=last)
    while batch := list(islice(source, 200)):
        store.keep_many(batch)
        counted[0] += len(batch)
        counted[1] += sum(len(one.events) for one in batch)
        ids.extend(one.events[0].id for one in batch if one.events)
    for number, name in enumerate(ids[:: max(1, len(ids) // judged)][:judged] if judged else ()):
        store.judge(Judgement(verdict="wrong" if number % 2 else "right", one=name, by="reviewer"))
    return counted[0], counted[1]


def readings(
    *, events: int, seed: int = 0, theatres: Sequence[Theatre] = THEATRES, last: date = LAST_DAY
) -> Iterator[Reading]:
    """Articles with their events in the order of publication; near copies and new versions among them."""
    draw = random.Random(seed)
    days = -(-events // (PER_DAY * len(theatres)))
    desks = [_Desk(one, _places(one, random.Random(one.id))) for one in theatres]
    given = number = 0
    for day in (last - timedelta(days=days - 1 - n) for n in range(days)):
        for desk in desks:
            _new_pending(desk, day, draw)
            made = 0
            while made < PER_DAY and given < events:
                number += 1
                reading = _article(desk, day, number, draw)
                yield reading
                made += len(reading.events)
                given += len(reading.events)
                chance = draw.random()
                if chance < 0.06:
                    yield _copied(reading, number)
                elif chance < 0.09 and day < last:
                    yield _updated(reading, day + timedelta(days=1), draw)


def _places(theatre: Theatre, draw: random.Random) -> tuple[PlaceValue, ...]:
    code, country = theatre.country
    made = [PlaceValue(name=name, country=code, latitude=lat, longitude=lon, precision="city", country_name=country)
            for name, lat, lon in theatre.cities]  # fmt: skip
    while len(made) < 40:
        near = made[len(made) % len(theatre.cities)]
        name = "".join(draw.sample(_SYLLABLES, 3)).capitalize()
        made.append(near.model_copy(update={"name": name, "latitude": round(near.latitude + draw.uniform(-1, 1), 3),  # type: ignore[operator]
                                            "longitude": round(near.longitude + draw.uniform(-1, 1), 3)}))  # type: ignore[operator]  # fmt: skip
    return tuple(made)


def _new_pending(desk: _Desk, day: date, draw: random.Random) -> None:
    """The news of a day: what is no longer told goes, what is new comes."""
    desk.pending = [one for one in desk.pending if one.until >= day]
    makers = (_attack, _attack, _attack, _attack, _attack, _stand, _stand, _stand, _talk, _talk, _word, _step)
    desk.pending += [draw.choice(makers)(desk, day, draw) for _ in range(14)]
    if draw.random() < 0.3:
        desk.pending.append(_meeting(desk, day, draw))
    if draw.random() < 0.1:
        desk.pending.append(_pact(desk, day, draw))


def _attack(desk: _Desk, day: date, draw: random.Random) -> _News:
    by, against = draw.sample(desk.theatre.sides, 2)
    place, kind, dead = draw.choice(desk.places), draw.choice(_KINDS), draw.randint(0, 25)

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        count = dead + pick.choice((0, 0, 0, 1, 4))  # reports of one attack differ
        words = kind.replace("_", " ")
        text = f"A {words} by {by.name} on {place.name} killed {count} people in {against.name}'s lines on {day}."
        more: dict[str, Any] = {"type": "ASSAULT", "quad": "material_conflict", "intensity": -10.0, "frame": "violence",
                "kind": kind, "state": "happened", "source": (by,), "target": (against,), "place": place,
                "start": day.isoformat(),
                "date": day.isoformat(), "quantities": Quantities(killed=Count(min=count, max=count)),
                "mode": "airstrike"}  # fmt: skip
        if pick.random() < 0.1:
            text = f"{by.name} denied the {words} on {place.name} that {against.name} reported for {day}."
            more |= {"status": "denied", "state": "denied", "quantities": None,
                     "attribution": Speaker(speaker=by, verb="deny", direct=False)}  # fmt: skip
        elif pick.random() < 0.5:
            text = f"{text[:-1]}, {against.name} said."
            more["attribution"] = Speaker(speaker=against, verb="say", direct=False)
        return text, more

    return _News(say, day + timedelta(days=1))


def _stand(desk: _Desk, day: date, draw: random.Random) -> _News:
    side = draw.randrange(2)
    who, person = desk.theatre.sides[side], desk.theatre.speakers[side]
    (stance, words), issue = draw.choice(_STANCES), draw.choice(_ISSUES)
    actor = who.model_copy(update={"person": person})

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        asked = f"when asked on {day} about draft {pick.randint(1, 9)}"
        text = f"{person} of {who.name} {words} {issue.replace('_', ' ')} {asked}."
        return text, {"type": "REQUEST" if stance == "demands" else "SUPPORT", "quad": "verbal_cooperation",
                      "frame": "position", "stance": stance, "issues": (issue,), "source": (actor,),
                      "attribution": Speaker(speaker=actor, verb="say", direct=True)}  # fmt: skip

    return _News(say, day + timedelta(days=1))


def _talk(desk: _Desk, day: date, draw: random.Random) -> _News:
    one, other = draw.sample((*desk.theatre.sides, *desk.theatre.mediators), 2)
    kind, quad, words = draw.choice((("ACCUSE", "verbal_conflict", "accused"),
                                     ("CONSULT", "verbal_cooperation", "rang"),
                                     ("SUPPORT", "verbal_cooperation", "praised")))  # fmt: skip

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        text = f"{one.name} {words} {other.name} over {pick.choice(_ISSUES).replace('_', ' ')} on {day}."
        return text, {"type": kind, "quad": quad, "source": (one,), "target": (other,), "start": day.isoformat(),
                      "date": day.isoformat()}  # fmt: skip

    return _News(say, day + timedelta(days=1))


def _word(desk: _Desk, day: date, draw: random.Random) -> _News:
    by, to = draw.sample((*desk.theatre.sides, desk.theatre.mediators[0]), 2)
    due = day + timedelta(days=draw.randint(3, 60))
    kind, action, words = draw.choice((("ultimatum", "SANCTION", "gave {to} until {due} or face sanctions"),
                                       ("pledge", "AID", "promised {to} relief goods by {due}"),
                                       ("threat", "ASSAULT", "threatened {to} with strikes after {due}")))  # fmt: skip
    issue = draw.choice(_ISSUES)

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        text = f"{by.name} {words.format(to=to.name, due=due)} over {issue.replace('_', ' ')}."
        return text, {"type": "THREATEN" if kind != "pledge" else "AGREE", "quad": "verbal_conflict", "intensity": -5.0,
                      "status": "threatened" if kind != "pledge" else "promised", "frame": "commitment", "kind": kind,
                      "state": "pending",
                      "action": action, "issues": (issue,), "due": due.isoformat(), "source": (by,),
                      "target": (to,)}  # fmt: skip

    return _News(say, day + timedelta(days=2))


def _step(desk: _Desk, day: date, draw: random.Random) -> _News:
    sides, number = desk.theatre.sides, draw.randint(20, 400)
    swap = draw.random() < 0.5

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        done = "exchanged" if swap else "let evacuate"
        what = "prisoners" if swap else "people"
        text = f"{sides[0].name} and {sides[1].name} {done} {number} {what} on {day}."
        return text, {"type": "COOPERATE", "quad": "material_cooperation", "intensity": 6.0, "frame": "humanitarian",
                      "kind": "prisoner_exchange" if swap else "evacuation", "state": "done",
                      "source": sides, "target": sides,
                      "start": day.isoformat(), "date": day.isoformat(),
                      "quantities": Quantities(persons=Count(min=number, max=number))}  # fmt: skip

    return _News(say, day + timedelta(days=1))


def _meeting(desk: _Desk, day: date, draw: random.Random) -> _News:
    sides, host = desk.theatre.sides, draw.choice(desk.theatre.mediators)
    name, code, country = draw.choice(desk.theatre.venues)
    place = PlaceValue(name=name, country=code, precision="city", country_name=country)
    start = day + timedelta(days=draw.randint(1, 12))
    off = draw.random() < 0.15
    issue = draw.choice(_ISSUES)

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        over = told > start
        words = ("called off the talks of", "met in") if over else ("", "will meet in")
        verb = words[0] if over and off else words[1]
        over_what = issue.replace("_", " ")
        text = f"{sides[0].name} and {sides[1].name} {verb} {name} on {start} on {over_what}, {host.name} said."
        return text, {"type": "CONSULT", "quad": "verbal_cooperation", "intensity": 4.0, "frame": "meeting",
                      "state": "cancelled" if over and off else "held" if over else "scheduled", "kind": "talks",
                      "status": "happened" if over else "scheduled", "source": sides, "target": sides,
                      "mediators": (host,), "place": place, "start": start.isoformat(), "date": start.isoformat(),
                      "agenda": (issue,), "attribution": Speaker(speaker=host, verb="say", direct=False)}  # fmt: skip

    return _News(say, start + timedelta(days=2))


def _pact(desk: _Desk, day: date, draw: random.Random) -> _News:
    sides = desk.theatre.sides
    name, code, country = draw.choice(desk.theatre.venues)
    place = PlaceValue(name=name, country=code, precision="city", country_name=country)
    state = draw.choice(("signed", "proposed", "violated"))

    def say(pick: random.Random, told: date) -> tuple[str, dict[str, Any]]:
        text = f"{sides[0].name} and {sides[1].name}: a truce for the front was {state} on {day} at {name}."
        return text, {"type": "AGREE", "quad": "verbal_cooperation", "intensity": 7.0, "frame": "agreement",
                      "state": state,
                      "kind": "ceasefire", "status": "proposed" if state == "proposed" else "happened", "source": sides,
                      "target": sides, "place": place, "start": day.isoformat(), "date": day.isoformat(),
                      "issues": ("ceasefire",)}  # fmt: skip

    return _News(say, day + timedelta(days=3))


def _filler(draw: random.Random, sentences: int) -> str:
    def clause() -> str:
        return (
            f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.randint(2, 99)} {draw.choice(_WHAT)} {draw.choice(_WHEN)}"
        )

    told = (f"{clause()}, {draw.choice(('while', 'and', 'before', 'because'))} {clause()}" for _ in range(sentences))
    return " ".join(one[0].upper() + one[1:] + "." for one in told)


def _article(desk: _Desk, day: date, number: int, draw: random.Random) -> Reading:
    count = min(len(desk.pending), draw.randint(PER_ARTICLE - 2, PER_ARTICLE + 2))
    told = [one.say(draw, day) for one in draw.sample(desk.pending, count)]
    first, second = desk.theatre.sides
    title = f"{first.name} and {second.name}: {_filler(draw, 1)}"
    paragraphs = [title, *(f"{quote} {_filler(draw, 3)}" for quote, _ in told)]
    text = "\n\n".join(paragraphs) + "\n"
    publisher = _PUBLISHERS[number % len(_PUBLISHERS)]
    url = f"https://news{number % 97}.example/{day:%Y/%m/%d}/{number}"
    document = Document(id=content_id(text), text=text, title=title, url=url, publisher=publisher, published=day,
                        published_from="page", source=url)  # fmt: skip
    return Reading(url, document, _events(document, told, draw), CODER)


def _events(document: Document, told: Sequence[tuple[str, dict[str, Any]]], draw: random.Random) -> tuple[Event, ...]:
    found: dict[str, Event] = {}
    begin = 0
    for quote, fields in told:
        start = document.text.index(quote, begin)
        begin = start + len(quote)
        values: dict[str, Any] = {
            "id": event_id(document.id, start, begin, fields["type"]), "date": None, "start": None,
            "end": fields.get("start"), "source": (), "target": (), "mode": None, "cameo": None, "intensity": 0.0,
            "status": "happened", "place": None, "quantities": None, "attribution": None, "coder": f"{CODER}.rule",
            "confidence": round(draw.uniform(0.4, 0.99), 2), "paragraph": start, "learned": document.published,
            "evidence": (Evidence(document=document.id, start=start, end=begin, quote=quote),),
            "reasons": (Reason(field="type", because=f"verb of {fields['type']}", start=start, end=start + 4),
                        Reason(field="status", because="tense")),
        }  # fmt: skip
        values |= fields
        values["review"] = values["confidence"] < 0.5
        event = Event(**values)
        found[event.id] = event
    return tuple(found.values())


def _copied(reading: Reading, number: int) -> Reading:
    """A near copy at another address, with the same events at the same characters."""
    text = reading.document.text + f"\nCopyright {number} Example Media. All rights reserved.\n"
    url = f"https://copy.example/{number}"
    return _moved(reading, replace(reading.document, id=content_id(text), text=text, url=url, source=None), url)


def _updated(reading: Reading, day: date, draw: random.Random) -> Reading:
    """The article a day later with more at its end, at its own address."""
    text = reading.document.text + f"\nUpdate of {day}. {_filler(draw, 2)}\n"
    return _moved(reading, replace(reading.document, id=content_id(text), text=text, published=day), reading.address)


def _moved(reading: Reading, document: Document, address: str) -> Reading:
    events = []
    for event in reading.events:
        evidence = tuple(one.model_copy(update={"document": document.id}) for one in event.evidence)
        name = event_id(document.id, evidence[0].start, evidence[0].end, event.type)
        events.append(event.model_copy(update={"id": name, "evidence": evidence, "learned": document.published}))
    return Reading(address, document, tuple(events), reading.coder)
