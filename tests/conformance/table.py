"""The table language x behaviour in clients/README.md."""

import pathlib

README = pathlib.Path(__file__).resolve().parents[2] / "clients/README.md"
BEGIN = "<!-- made by ./dev conformance --write-table -->\n"
END = "<!-- end of the table -->\n"


def rendered(languages, scenarios, results, known):
    """The table as Markdown, with a column for each language that ran."""
    outcome = {(r.language, r.scenario): not r.failure for r in results}
    columns = [name for name in languages
               if any(r.language == name for r in results)]
    rows = [["behaviour", *(languages[name] for name in columns)],
            ["---"] * (len(columns) + 1)]
    for scenario in scenarios:
        rows.append([scenario["behaviour"]] + [
            "yes" if outcome[name, scenario["id"]] else
            "no" + note(known, name, scenario["id"]) for name in columns])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    notes = [f"{number}. {languages[language]}: {reason}"
             for number, ((language, _), reason) in
             enumerate(known.items(), 1)]
    return "\n".join(lines + ([""] + notes if notes else [])) + "\n"


def note(known, language, scenario):
    keys = list(known)
    if (language, scenario) not in known:
        return ""
    return f" ({keys.index((language, scenario)) + 1})"


def write(*what):
    before, _, rest = README.read_text().partition(BEGIN)
    README.write_text(before + BEGIN + rendered(*what) + END
                      + rest.partition(END)[2])


def stale(*what):
    """Whether the file says something else than the results."""
    shown = README.read_text().partition(BEGIN)[2].partition(END)[0]
    return shown != rendered(*what)
