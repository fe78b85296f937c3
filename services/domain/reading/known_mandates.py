#!/usr/bin/python3
"""Writes the tables of known_mandates.cc from the catalogue.

Usage: known_mandates.py MANDATES.csv NAMES.csv OUTPUT.inc
"""

import csv
import sys


def literal(text):
    """Returns a C++ string literal; the file is UTF-8, and so is the text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mandate(row):
    """Returns the initializer of one KnownMandate."""
    fields = [
        literal(row["mandate"]),
        literal(row["title"]),
        "mandates::v1::KIND_" + row["kind"],
        literal(row["country"]),
        "mandates::v1::HOLDER_TYPE_" + row["holder_type"],
        literal(row["former_titles"]),
    ]
    return "{" + ", ".join(fields) + "},\n"


def title(row):
    """Returns the initializer of one KnownTitle."""
    fields = [row["mandate"], row["language"], row["title"]]
    return "{" + ", ".join(literal(field) for field in fields) + "},\n"


def rows(path):
    """Returns the rows of a CSV file by column."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main():
    """Reads both files; a title of no mandate is a mistake."""
    mandates, names = rows(sys.argv[1]), rows(sys.argv[2])
    known = {row["mandate"] for row in mandates}
    for row in names:
        if row["mandate"] not in known:
            sys.exit(f"{sys.argv[2]}: {row['mandate']} is not in {sys.argv[1]}")
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        out.write("constexpr KnownMandate kMandates[] = {\n")
        out.writelines(mandate(row) for row in mandates)
        out.write("};\nconstexpr KnownTitle kTitles[] = {\n")
        out.writelines(title(row) for row in names)
        out.write("};\n")


if __name__ == "__main__":
    main()
