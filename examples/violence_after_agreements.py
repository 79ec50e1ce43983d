"""Did violence fall after agreements? A marimo notebook that asks it of collections of articles.

marimo edit examples/violence_after_agreements.py -- --folder FOLDER    opens it
python examples/violence_after_agreements.py --folder FOLDER            runs it and prints the answer

FOLDER holds a folder for each process with an `articles.jsonl`; without it the invented reports of `desk` are read.
"""

import marimo

app = marimo.App(width="medium")


@app.cell
def read_articles():
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import marimo as mo
    import polars as pl

    import dragoman

    folder = Path(str(mo.cli_args().get("folder") or Path(__file__).parent))
    states, skipped = {}, []
    for source in sorted(folder.glob("*/articles.jsonl")):
        with TemporaryDirectory() as place, dragoman.open_archive(Path(place) / "archive.sqlite") as archive:
            skipped += archive.ingest(source).skipped
            states[source.parent.name] = archive.brief()
    for step in skipped[:5]:
        print(f"left out {step.place}: {step.problem}")
    return dragoman, mo, pl, skipped, states


@app.cell
def put_into_tables(dragoman, pl, states):
    def table(name, columns):
        """One table of all processes; only what has an exact day can be put before or after another."""
        return pl.concat(
            dragoman.to_frame(state, name).select(pl.lit(process).alias("process"), *columns)
            for process, state in states.items()
        ).filter(pl.col("day").str.len_chars() == 10).with_columns(pl.col("day").str.to_date())  # fmt: skip

    reached = ["agreed", "signed", "in_force", "violated", "ended"]
    agreements = (
        table("agreements", ["kind", "status", "parties", "quote", pl.col("date").alias("day")])
        .filter(pl.col("status").is_in(reached))
        .unique(["process", "day"], keep="first", maintain_order=True)
        .sort("process", "day")
    )
    # Of a toll the lowest number that is said; an attack without one counts as an attack.
    attacks = table(
        "violence", ["kind", pl.col("killed_min").fill_null(0).alias("killed"), pl.col("start").alias("day")]
    )
    articles = table("documents", [pl.col("published").alias("day")])
    return agreements, articles, attacks


@app.cell
def compare(agreements, articles, attacks, pl):
    from datetime import timedelta

    window = timedelta(days=30)

    def around(rows, agreement):
        """What lies in the window before an agreement, and after it; its own day may be either and is left out."""
        mine = rows.filter(pl.col("process") == agreement["process"])
        day = agreement["day"]
        return (
            mine.filter(pl.col("day").is_between(day - window, day, closed="left")),
            mine.filter(pl.col("day").is_between(day, day + window, closed="right")),
        )

    rows = []
    last = {}
    for agreement in agreements.iter_rows(named=True):
        # One within the window of another belongs to it: its "before" would be the other's "after".
        counted = last.get(agreement["process"])
        if counted is not None and agreement["day"] - counted <= window:
            continue
        last[agreement["process"]] = agreement["day"]
        told_before, told_after = around(articles, agreement)
        before, after = around(attacks, agreement)
        rows.append(
            {
                **{name: agreement[name] for name in ("process", "day", "kind", "parties")},
                "articles before": told_before.height,
                "articles after": told_after.height,
                "attacks before": before.height,
                "attacks after": after.height,
                "killed before": int(before["killed"].sum()),
                "killed after": int(after["killed"].sum()),
            }
        )
    numbers = ("articles before", "articles after", "attacks before", "attacks after", "killed before", "killed after")
    schema = {"process": pl.String, "day": pl.Date, "kind": pl.String, "parties": pl.String}
    compared = pl.DataFrame(rows, schema={**schema, **dict.fromkeys(numbers, pl.Int64)})
    # Where no article was written before or after, silence says nothing of violence.
    compared = compared.filter((pl.col("articles before") > 0) & (pl.col("articles after") > 0))
    return compared, window


@app.cell
def answer(agreements, compared, mo, pl, skipped, states, window):
    from math import comb

    # Attacks for each article: the articles are a selection, and some weeks are told in more of them than others.
    rate = [pl.col(f"attacks {side}") / pl.col(f"articles {side}") for side in ("before", "after")]
    fell = compared.filter(rate[1] < rate[0]).height
    rose = compared.filter(rate[1] > rate[0]).height
    told = fell + rose
    # The sign test: how often a fair coin falls at least so far to one side.
    chance = min(1.0, 2 * sum(comb(told, n) for n in range(max(fell, rose), told + 1)) / 2**told) if told else 1.0
    days = window.days
    words = (
        f"{len(states)} process(es), {agreements.height} day(s) of agreements, {compared.height} apart from each other"
        f" and with articles before and after. In the {days} days after, attacks for each article fell {fell} time(s),"
        f" rose {rose} and stayed {compared.height - told} (sign test: p = {chance:.2f}). Reported killed, at least:"
        f" {compared['killed before'].sum()} before, {compared['killed after'].sum()} after."
        f" {len(skipped)} article(s) could not be read."
    )
    limits = (
        "This compares what the articles tell, not what happened: which articles were chosen decides much, a toll that"
        " nobody gives counts as none, and agreements follow violence, so that some fall would come without them."
    )
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=140):
        print(compared.drop("parties"))
    print(words)
    print(limits)
    mo.vstack([mo.md(f"**{words}**"), mo.md(limits), compared, agreements])
    return (words,)


if __name__ == "__main__":
    app.run()
