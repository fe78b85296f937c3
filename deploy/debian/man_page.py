"""Writes the manual page of a program from what its --help says.

Usage: man_page.py PROGRAM SECTION OUT.gz
Help is set as it is, so that a page never says less than the program.
"""

import gzip
import pathlib
import re
import subprocess
import sys

SUMMARY = {
    "mandated": "clock of the United Nations' special-procedure mandates",
    "mandatectl": "asks and changes mandated",
}
SEE_ALSO = {"mandated": ("mandatectl", 1), "mandatectl": ("mandated", 8)}
COMMAND = re.compile(r"^  ([a-z][a-z-]*)  +\S", re.MULTILINE)


def help_of(program, command=()):
    shown = subprocess.run(
        [program, *command, "--help"], capture_output=True, text=True,
        check=True)
    return shown.stdout.strip("\n")


def commands_of(text):
    _, _, rest = text.partition("\nSubcommands:\n")
    return COMMAND.findall(rest.partition("\n\n")[0])


def verbatim(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"^(?=[.'])", r"\\&", text, flags=re.MULTILINE)
    return f".nf\n{text}\n.fi\n"


def sections(program, command=()):
    """Yields (command, help) of a program, and of each command below it."""
    text = help_of(program, command)
    yield command, text
    for below in commands_of(text):
        yield from sections(program, (*command, below))


def page(program, section):
    name = pathlib.Path(program).name
    (_, main), *commands = sections(program)
    other, number = SEE_ALSO[name]
    yield f'.TH {name.upper()} {section}\n.SH NAME\n'
    yield f"{name} \\- {SUMMARY[name]}\n"
    yield f".SH SYNOPSIS\n.B {name}\n[\\fIOPTION\\fR]...\n"
    yield ".SH DESCRIPTION\n" + verbatim(main)
    if commands:
        yield ".SH COMMANDS\n"
    for command, text in commands:
        yield f".SS {name} {' '.join(command)}\n".replace("-", "\\-")
        yield verbatim(text)
    yield f".SH SEE ALSO\n.BR {other} ({number})\n"


def main():
    program, section, out = sys.argv[1:]
    text = "".join(page(program, section))
    # Without time or name, so that the same program gives the same bytes.
    with open(out, "wb") as file, \
            gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


if __name__ == "__main__":
    main()
