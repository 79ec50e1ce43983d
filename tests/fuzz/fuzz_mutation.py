"""Owns making odd input out of good: a seed's bytes with a few pieces cut, doubled, joined or replaced by odd values.

The same number always gives the same input. Knows no format; see `fuzz_readers`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

# What breaks readers: empty, huge, negative, no number, half a character, foreign digits, deep nesting.
ODD = (
    *(b"", b"0", b"-1", b"1e999", b"nan", b"9" * 400, b"0x10", b"null", b"true", b"[]", b"{}", b'""', b"1.5"),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\xe2\x80\xa8", b"\r\n\r\n"),
    *(b"0000-00-00", b"2025-02-30", b"9999-12-31", b"99999999", "٢٠٢٥".encode(), "3 ſep 2024".encode()),
    *(b"http://[", b"https://a:b@c/", b"//", b"http://\xe2\x84\xa1.example:99999/", b"%00", b"file:///x"),
    *(b"[" * 3000, b"(" * 300, b"<div>" * 400, b"&#x110000;", b"<!--", b"]]>", b'"', b"'''", b"\t\t\t", b";" * 50),
    *("ﬀǅİẞ".encode(), "٣".encode(), "²".encode(), "e\u0301\u200d\u202e".encode(), "\U0001f1fa".encode()),
)  # fmt: skip
_TOKEN = re.compile(rb"[\w.+-]+")


def mutated(seeds: Sequence[bytes], number: int, *, odd: Sequence[bytes] = ODD) -> bytes:
    """The odd input of a number: one of the seeds with one to six changes."""
    chance = random.Random(number)
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        data = chance.choice(_CHANGES)(data, chance, seeds, odd)[: 1 << 16]
    return data


def _token(data: bytes, chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    found = list(_TOKEN.finditer(data))
    if not found:
        return data + chance.choice(odd)
    one = chance.choice(found)
    other = chance.choice(found).group() if chance.random() < 0.3 else chance.choice(odd)
    return data[: one.start()] + other + data[one.end() :]


def _insert(data: bytes, chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(odd) + data[at:]


def _cut(data: bytes, chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    first, last = sorted(chance.randint(0, len(data)) for _ in range(2))
    return data[:first] + data[last:]


def _double(data: bytes, chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    first, last = sorted(chance.randint(0, len(data)) for _ in range(2))
    return data[:last] + data[first:last] * chance.choice((1, 2, 20)) + data[last:]


def _join(data: bytes, chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _bits(data: bytes, chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 4, 16)) if out else 0):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


_CHANGES = (_token, _token, _token, _insert, _cut, _double, _join, _bits)
