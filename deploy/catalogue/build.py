#!/usr/bin/python3
"""Makes sessions.csv, mandates.csv and decisions.csv from the source tables.

    build.py [--data DIR] [--check]

What a person decided stands in three files beside this one: overrides.csv,
mandates.added.csv and decisions.added.csv. See README.md.
"""

import argparse
import collections
import csv
import io
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / "../../../shared/data"
TABLES = ("hrc-sessions", "hrc-session-adoption-days", "special-procedures",
          "hrc-mandate-adoptions", "mandate-events", "hrc-decisions")

SESSION_COLUMNS = ["session", "first_day", "last_day", "basis", "source",
                   "note"]
MANDATE_COLUMNS = ["mandate", "title", "kind", "country", "holder_type",
                   "established_year", "established_by", "former_titles",
                   "holder", "holder_since", "source", "as_of", "note"]
DECISION_COLUMNS = ["mandate", "act", "symbol", "adopted_on", "session",
                    "meeting", "agenda_item", "paragraph", "how_adopted",
                    "for", "against", "abstaining", "period",
                    "starts_at_end_of", "end", "new_title", "successor",
                    "basis", "source", "note"]

ACTS = ("ESTABLISH", "EXTEND", "TERMINATE", "MERGE", "RENAME", "ROLLOVER")
TALLIES = ("for", "against", "abstaining")
MEMBERS = 47  # of the Council; General Assembly resolution 60/251, 7
ID_FORM = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")
SYMBOL_FORM = re.compile(r"A/HRC/(RES|DEC)/(S-)?(\d+)/(\d+)$")
END_FORM = re.compile(r"(end_of_session:hrc-\d+|fixed:\d{4}-\d\d-\d\d"
                      r"|open_ended|dormant|until_event:.+)?$")
UNITS = ("first second third fourth fifth sixth seventh eighth ninth"
         ).split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}


# Reading.

def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_tables(folder):
    missing = [name for name in TABLES
               if not (folder / f"{name}.csv").is_file()]
    if missing:
        sys.exit(f"build.py: {folder} has no {', '.join(missing)} (.csv); "
                 "say where the source tables are with --data DIR")
    return {name: read_csv(folder / f"{name}.csv") for name in TABLES}


def read_agenda_items(folder):
    """Agenda items by symbol, as the resolutions at hand print them."""
    texts = [json.loads(path.read_text(encoding="utf-8")) for path
             in (folder / "resolutions").glob("*.en.expected.json")]
    return {text["symbol"]: str(text["agenda_item"]) for text in texts}


class Overrides:
    """overrides.csv by kind; remembers what was used, to find dead rows."""

    def __init__(self, rows):
        self.rows = rows
        self.used = set()

    def all(self, kind):
        for number, row in enumerate(self.rows):
            if row["kind"] == kind:
                yield number, row

    def find(self, kind, key):
        for number, row in self.all(kind):
            if row["key"] == key:
                self.used.add(number)
                yield row

    def value(self, kind, key):
        return next((row["value"] for row in self.find(kind, key)), "")

    def has(self, kind, key):
        return any(list(self.find(kind, key)))

    def mandate_of_title(self, title):
        """The mandate whose phrase the title has; the longest phrase wins."""
        best = ("", "")
        for number, row in self.all("TITLE_CONTAINS"):
            phrase = plain(row["key"])
            if re.search(rf"\b{re.escape(phrase)}\b", plain(title)):
                self.used.add(number)
                best = max(best, (phrase, row["value"]),
                           key=lambda pair: len(pair[0]))
        return best[1]


def plain(title):
    """One spelling for comparing: tables differ in quotes, case, spaces."""
    return " ".join(title.replace("\u2019", "'").lower().split())


def add_note(row, text):
    if text:
        row["note"] = "; ".join(filter(None, [row["note"], text]))


def apply(row, overrides, kind, key):
    for change in overrides.find(kind, key):
        if change["field"] != "note":
            row[change["field"]] = change["value"]
        add_note(row, change["reason"])


# Sessions.

def session_id(session):
    return f"hrc-{session.lower()}"


def build_sessions(tables, overrides):
    stated = {row["session"]: row for row in tables["hrc-sessions"]}
    rows = []
    for days in tables["hrc-session-adoption-days"]:
        known = stated.get(days["session"])
        row = dict(zip(SESSION_COLUMNS, (
            session_id(days["session"]), days["first_adoption_day"],
            days["last_adoption_day"], "ADOPTION_DAYS",
            "hrc-session-adoption-days.csv", "")))
        if known:
            row.update(first_day=known["first_day"],
                       last_day=known["last_day"], note=known["note"],
                       basis="STATED", source="hrc-sessions.csv")
        apply(row, overrides, "SESSION_NOTE", row["session"])
        rows.append(row)
    return sorted(rows, key=lambda row: (row["session"].startswith("hrc-s-"),
                                         int(row["session"].split("-")[-1])))


# Mandates.

def establishing_source(source):
    """The table's word on where the establishment is stated, shortened."""
    clause = next((part.strip() for part in source.split(" ; ")
                   if part.strip().startswith("est:")), "")
    clause = re.sub(r"(S1:\S+ )?\S*\bA_((?:HRC_)?RES)_(\w+)\.json",
                    lambda m: "text of A/" + m[2].replace("_", "/") + "/"
                    + m[3].replace("_", "/"), clause)
    clause = re.sub(r"\bS[12] ?", "", clause)
    return re.sub(r":lszoszk/hrc-voting \S+", "voting records", clause)


def mandate_of_table(row, overrides):
    mandate = overrides.mandate_of_title(row["title"])
    holder = overrides.has("UN_HOLDER", mandate)
    source = establishing_source(row["source"])
    built = dict(zip(MANDATE_COLUMNS, (
        mandate, row["title"], row["kind"].upper(), "",
        row["holder_kind"].upper(), row["established_year"],
        row["established_by"], "", row["mandate_holder"] if holder else "",
        row["holder_since"] if holder else "",
        "; ".join(filter(None, ["special-procedures.csv", source])),
        row["as_of"], "")))
    apply(built, overrides, "SET_MANDATE", mandate)
    return built


def build_mandates(tables, overrides):
    rows = [mandate_of_table(row, overrides)
            for row in tables["special-procedures"]]
    rows += read_csv(HERE / "mandates.added.csv")
    return sorted(rows, key=lambda row: row["mandate"])


# Decisions.

def new_decision(**fields):
    return {**dict.fromkeys(DECISION_COLUMNS, ""), **fields}


def ordinal(words):
    """fifty-third session -> hrc-53"""
    if not words:
        return ""
    tens, _, unit = words.split()[0].partition("-")
    return f"hrc-{TENS[tens] + UNITS.index(unit) + 1}"


def adoption_facts(row):
    recorded = row["how_adopted"] == "RECORDED"
    facts = {"adopted_on": row["adopted_on"], "meeting": row["meeting"],
             "session": session_id(row["session"]),
             "agenda_item": row["agenda_item"],
             "how_adopted": "RECORDED_VOTE" if recorded
             else "WITHOUT_A_VOTE"}
    if recorded:
        facts.update({tally: row[tally] for tally in TALLIES})
    return facts


def decision_of_event(row, adoptions, agenda_items, overrides):
    built = new_decision(
        mandate=overrides.value("MANDATE_KEY", row["mandate_key"]),
        act=row["event"].upper(), symbol=row["symbol"],
        adopted_on=row["adopted_on"], session=session_id(row["session"]),
        meeting=row["meeting"], paragraph=row["paragraph"],
        how_adopted="WITHOUT_A_VOTE",
        period=f"P{row['term']}{row['term_unit'][0].upper()}"
        if row["term"] else "",
        starts_at_end_of=ordinal(row["effective_from_end_of"]),
        agenda_item=agenda_items.get(row["symbol"], ""),
        new_title=row["renamed_to"], basis="READ",
        source="mandate-events.csv")
    if row["vote"] != "without a vote":
        built.update(zip(TALLIES, row["vote"].split("-")),
                     how_adopted="RECORDED_VOTE")
    if row["symbol"] in adoptions:
        built["agenda_item"] = adoptions[row["symbol"]]["agenda_item"]
        built["source"] += "; hrc-mandate-adoptions.csv"
    return built


def usual_period(mandate, kinds, overrides):
    return (overrides.value("USUAL_PERIOD", mandate)
            or overrides.value("USUAL_PERIOD", kinds.get(mandate, "")))


def decisions_of_titles(adoptions, read, kinds, overrides):
    """Title-level records: the text was not read, the term is practice."""
    blanket = {row["key"] for _, row in overrides.all("ROLLOVER")}
    for symbol, row in adoptions.items():
        if symbol in read | blanket or overrides.has("EXCLUDE", symbol):
            continue
        mandate = overrides.mandate_of_title(row["title"])
        yield new_decision(
            mandate=mandate, act="EXTEND", symbol=symbol,
            period=usual_period(mandate, kinds, overrides),
            basis="INFERRED", source="hrc-mandate-adoptions.csv",
            **adoption_facts(row))


def decisions_of_rollovers(adoptions, overrides):
    for number, row in overrides.all("ROLLOVER"):
        overrides.used.add(number)
        yield new_decision(
            mandate=row["value"], act="ROLLOVER", symbol=row["key"],
            basis="INFERRED", source="hrc-mandate-adoptions.csv",
            note=row["reason"], **adoption_facts(adoptions[row["key"]]))


def by_order(row):
    _, special, session, number = SYMBOL_FORM.match(row["symbol"]).groups()
    return (row["adopted_on"], bool(special), int(session), int(number),
            row["act"] == "MERGE", row["mandate"])


def build_decisions(tables, agenda_items, mandates, overrides):
    adoptions = {row["symbol"]: row
                 for row in tables["hrc-mandate-adoptions"]}
    kinds = {row["mandate"]: row["kind"] for row in mandates}
    read = {row["symbol"] for row in tables["mandate-events"]}
    rows = [decision_of_event(row, adoptions, agenda_items, overrides)
            for row in tables["mandate-events"]]
    rows += decisions_of_titles(adoptions, read, kinds, overrides)
    rows += decisions_of_rollovers(adoptions, overrides)
    rows += read_csv(HERE / "decisions.added.csv")
    for row in rows:
        apply(row, overrides, "SET", row["symbol"])
        apply(row, overrides, "SET", f"{row['symbol']}@{row['mandate']}")
        if (row["basis"] == "INFERRED" and row["period"]
                and row["source"] == "hrc-mandate-adoptions.csv"
                and row["act"] != "ROLLOVER"):
            add_note(row, "title-level record: text not read, "
                          "term by practice")
    return sorted(rows, key=by_order)


# Checking: what would mislead a reader or the loader.

def mandate_problems(mandates, decisions):
    chains = {row["mandate"]: [] for row in mandates}
    for row in decisions:
        if row["new_title"]:
            chains.setdefault(row["mandate"], []).append(row["new_title"])
    for row in mandates:
        name = row["mandate"]
        if not ID_FORM.match(name):
            yield f"'{name}' ({row['title']}) is no mandate id"
        if (row["kind"] == "COUNTRY") != bool(row["country"]):
            yield f"{name}: a country code stands with COUNTRY alone"
        former = [title for title in row["former_titles"].split("|") if title]
        # The first former title has no decision: nobody renamed to it.
        if former and former[1:] + [row["title"]] != chains[name]:
            yield f"{name}: former_titles and new_title do not chain up"


def decision_problems(row, days, mandates):
    where = f"{row['symbol']} on '{row['mandate']}'"
    if row["mandate"] not in mandates:
        yield f"{where}: no such mandate (map its title, or exclude it)"
    if row["act"] not in ACTS or not SYMBOL_FORM.match(row["symbol"]):
        yield f"{where}: unknown act or form of symbol"
    if not END_FORM.match(row["end"]):
        yield f"{where}: unknown form of end '{row['end']}'"
    first, last = days.get(row["session"], ("", ""))
    if not first <= row["adopted_on"] <= last:
        yield f"{where}: {row['adopted_on']} is not within {row['session']}"
    votes = [int(row[tally]) for tally in TALLIES if row[tally]]
    if sum(votes) > MEMBERS or len(votes) not in (0, 3):
        yield f"{where}: the tallies {votes} cannot be"
    if (row["act"] == "MERGE") != (row["successor"] in mandates):
        yield f"{where}: a successor stands with MERGE alone"


def table_problems(tables, decisions, overrides):
    seen = collections.Counter((row["symbol"], row["mandate"])
                               for row in decisions)
    for (symbol, mandate), count in seen.items():
        if count > 1:
            yield f"{symbol} on {mandate} stands {count} times"
    for row in tables["hrc-decisions"]:
        mandate = overrides.value("MANDATE_KEY", row["mandate"])
        if (row["symbol"], mandate) not in seen:
            yield f"hrc-decisions.csv: {row['symbol']} is in no row"
    for row, fields in enumerate(overrides.rows):
        if row not in overrides.used:
            yield (f"overrides.csv line {row + 2} changes nothing: "
                   f"{fields['kind']} {fields['key']}")


def problems(tables, sessions, mandates, decisions, overrides):
    days = {row["session"]: (row["first_day"], row["last_day"])
            for row in sessions}
    names = {row["mandate"] for row in mandates}
    yield from mandate_problems(mandates, decisions)
    for row in decisions:
        yield from decision_problems(row, days, names)
    yield from table_problems(tables, decisions, overrides)


# Writing.

def as_csv(columns, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def build(folder):
    tables = read_tables(folder)
    overrides = Overrides(read_csv(HERE / "overrides.csv"))
    sessions = build_sessions(tables, overrides)
    mandates = build_mandates(tables, overrides)
    decisions = build_decisions(tables, read_agenda_items(folder), mandates,
                                overrides)
    found = list(problems(tables, sessions, mandates, decisions, overrides))
    if found:
        sys.exit("build.py: nothing written\n  " + "\n  ".join(found))
    bases = collections.Counter(row["basis"] for row in decisions)
    print(f"{len(sessions)} sessions, {len(mandates)} mandates, "
          f"{len(decisions)} decisions: {dict(sorted(bases.items()))}")
    return {"sessions.csv": as_csv(SESSION_COLUMNS, sessions),
            "mandates.csv": as_csv(MANDATE_COLUMNS, mandates),
            "decisions.csv": as_csv(DECISION_COLUMNS, decisions)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=DATA)
    parser.add_argument("--check", action="store_true",
                        help="write nothing; exit 1 if a file would change")
    arguments = parser.parse_args()
    changed = []
    for name, text in build(arguments.data.resolve()).items():
        path = HERE / name
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        if old != text:
            changed.append(name)
            if not arguments.check:
                path.write_text(text, encoding="utf-8")
    print("changed: " + (", ".join(changed) or "nothing"))
    return 1 if arguments.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
