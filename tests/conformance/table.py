"""The table language x behaviour in clients/README.md."""

import pathlib

README = pathlib.Path(__file__).resolve().parents[2] / "clients/README.md"
BEGIN = "<!-- made by ./dev conformance --write-table -->\n"
END = "<!-- end of the table -->\n"


def columns_of(names, results, known):
    """Returns {name of a language: {scenario: cell}} of what ran; `names` are
    {language: name}, in the order of the table."""
    columns = {}
    for result in results:
        cell = "yes" if not result.failure else \
            "no" + note(known, result.language, result.scenario)
        columns.setdefault(names[result.language], {})[result.scenario] = cell
    return columns


def note(known, language, scenario):
    keys = list(known)
    if (language, scenario) not in known:
        return ""
    return f" ({keys.index((language, scenario)) + 1})"


def parsed(text, scenarios):
    """Returns the columns of a table, as `columns_of` does."""
    rows = [[cell.strip() for cell in line.strip("|\n ").split("|")]
            for line in text.splitlines() if line.startswith("|")]
    if not rows:
        return {}
    ids = {scenario["behaviour"]: scenario["id"] for scenario in scenarios}
    return {name: {ids[row[0]]: row[number] for row in rows[2:]
                   if row[0] in ids}
            for number, name in enumerate(rows[0]) if number > 0}


def rendered(names, scenarios, columns, known):
    """The table as Markdown, with a column for each of `names` that has one."""
    shown_names = [name for name in names.values() if name in columns]
    rows = [["behaviour", *shown_names], ["---"] * (len(shown_names) + 1)]
    rows += [[scenario["behaviour"],
              *(columns[name].get(scenario["id"], "not run")
                for name in shown_names)] for scenario in scenarios]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    notes = [f"{number}. {names.get(language, language)}: {reason}"
             for number, ((language, _), reason)
             in enumerate(known.items(), 1)]
    return "\n".join(lines + ([""] + notes if notes else [])) + "\n"


def updated(names, scenarios, results, known, text):
    """The table of `text`, with the columns of what ran anew."""
    columns = {**parsed(text, scenarios), **columns_of(names, results, known)}
    return rendered(names, scenarios, columns, known)


def current():
    return README.read_text().partition(BEGIN)[2].partition(END)[0]


def write(names, scenarios, results, known):
    before, _, rest = README.read_text().partition(BEGIN)
    README.write_text(
        before + BEGIN + updated(names, scenarios, results, known, current())
        + END + rest.partition(END)[2])


def stale(names, scenarios, results, known):
    """Whether the file says something else than the results."""
    return current() != updated(names, scenarios, results, known, current())
