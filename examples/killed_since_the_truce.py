"""How many were reported killed since the truce, and by whom? A marimo notebook.

marimo edit examples/killed_since_the_truce.py    opens it
python examples/killed_since_the_truce.py         runs it and prints the answer
"""

import marimo

app = marimo.App()


@app.cell
def read_articles():
    from pathlib import Path

    import marimo as mo
    import polars as pl

    import dragoman

    here = Path(__file__).parent
    dossier = dragoman.brief(here / "after-the-truce.txt")
    return dossier, dragoman, mo, pl


@app.cell
def find_truce(dossier, dragoman, pl):
    # The newest truce that is signed, agreed or in force, and its day.
    agreements = dragoman.to_frame(dossier, "agreements")
    truces = agreements.filter(
        pl.col("kind").is_in(["ceasefire", "truce"])
        & pl.col("status").is_in(["signed", "agreed", "in_force", "violated"])
        & pl.col("date").is_not_null()
    ).sort("date")
    truce = truces.row(-1, named=True) if truces.height else None
    return (truce,)


@app.cell
def count_killed(dossier, dragoman, pl, truce):
    # Counts are the lowest that a source states: the true number may be higher. ISO dates sort as text.
    # What happened on the day of the truce may have come before it, so that day does not count.
    violence = dragoman.to_frame(dossier, "violence")
    day = truce["date"] if truce else "9999"
    since = violence.filter(pl.col("start") > day)
    killed = (
        since.group_by(pl.col("by").fill_null("not said"))
        .agg(
            pl.col("killed_min").sum().alias("killed, at least"),
            pl.len().alias("attacks told"),
            pl.col("reported_by").drop_nulls().unique().sort().str.join("; ").alias("reported by"),
        )
        .sort("killed, at least", descending=True)
    )
    return killed, since


@app.cell
def answer(killed, mo, since, truce):
    if truce is None:
        words = "The articles tell of no truce."
    else:
        total = int(killed["killed, at least"].sum())
        words = (
            f"After the {truce['kind']} of {truce['date']} between {truce['parties'].replace('; ', ' and ')}:"
            f" at least {total} reported killed in {since.height} attacks."
        )
    print(words)
    print(killed)
    mo.vstack([mo.md(f"**{words}**"), killed, since.select("start", "kind", "by", "killed_min", "quote")])
    return (words,)


if __name__ == "__main__":
    app.run()
