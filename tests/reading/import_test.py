"""mandatectl import: new titles, real converters, and words for bad input."""

import shutil
import unittest

import documents

import parts

FRENCH = """Conseil des droits de l’homme
Cinquante-deuxième session
27 février-4 avril 2023
Point 3 de l’ordre du jour
Résolution adoptée par le Conseil des droits de l’homme le 3 avril 2023
52/98.	Droit à l’alimentation
Le Conseil des droits de l’homme,
Rappelant ses résolutions,
1.	Décide de proroger pour une période d’un an le mandat du Rapporteur \
spécial sur le droit à l’alimentation, qui s’intitulera désormais Rapporteur \
spécial sur le riz, le pain et les vivres ;
2.	Encourage les États à coopérer.
55e séance
3 avril 2023
[Adoptée sans vote.]
"""

# The mandate's name is the one that the text above gave it.
FRENCH_AGAIN = """Conseil des droits de l’homme
Cinquante-troisième session
19 juin-14 juillet 2023
Point 3 de l’ordre du jour
Résolution adoptée par le Conseil des droits de l’homme le 12 juillet 2023
53/97.	Vivres
Le Conseil des droits de l’homme,
Rappelant ses résolutions,
1.	Décide de proroger le mandat du Rapporteur spécial sur le riz, le pain et \
les vivres pour une période de trois ans.
36e séance
12 juillet 2023
[Adoptée sans vote.]
"""

ARABIC = """مجلس حقوق الإنسان
الدورة الرابعة والخمسون
11 أيلول/سبتمبر - 13 تشرين الأول/أكتوبر 2023
البند 3 من جدول الأعمال
قرار اعتمده مجلس حقوق الإنسان في 11 تشرين الأول/أكتوبر 2023
54/97	الأرز
إن مجلس حقوق الإنسان،
إذ يشير إلى قراراته،
1-	يقرر تغيير اسم ولاية المقرر الخاص المعني بالحق في الغذاء إلى "المقرر \
الخاص المعني بالأرز"؛
الجلسة 46
11 تشرين الأول/أكتوبر 2023
[اعتُمد بدون تصويت.]
"""

ENGLISH = """Human Rights Council
Fifty-second session
27 February–4 April 2023
Agenda item 3
Resolution adopted by the Human Rights Council on 3 April 2023
52/99.	The right to food
The Human Rights Council,
Recalling all its resolutions,
1.	Notes that food is scarce in many places;
2.	Decides to extend the mandate of the Special Rapporteur on the right to \
food for a period of three years.
55th meeting
3 April 2023
[Adopted without a vote.]
"""

VOTE = """[Adopted by a recorded vote of 4 to 2, with 1 abstention.
In favour:
Argentina, Chile, France
Against:
China, Cuba
Abstaining:
Mexico]"""

# In a language that the server does not know, Spanish as it looks.
PORTUGUESE = """Conselho de Direitos Humanos
Quinquagésima segunda sessão
Ponto 3 da agenda
Resolução adotada pelo Conselho de Direitos Humanos em 3 de abril de 2023
52/9. Liberdade de opinião e de expressão
O Conselho de Direitos Humanos,
Recordando as resoluções anteriores do Conselho,
1. Decide prorrogar por um período de três anos o mandato do Relator Especial \
sobre o direito à alimentação;
55ª sessão
[Adotada sem votação.]
"""

GERMAN = """Menschenrechtsrat
Zweiundfünfzigste Tagung
Tagesordnungspunkt 3
Resolution, verabschiedet vom Menschenrechtsrat am 3. April 2023
52/9. Das Recht auf Nahrung
Der Menschenrechtsrat,
1. beschließt, das Mandat des Sonderberichterstatters um drei Jahre zu \
verlängern.
"""

HINDI = """मानवाधिकार परिषद
52/9. भोजन का अधिकार
मानवाधिकार परिषद,
1. विशेष प्रतिवेदक के अधिदेश को तीन वर्ष के लिए बढ़ाने का निर्णय करती है।
"""

MANDATE = "mandates/sr-food"


def setUpModule():
    global server
    server = parts.Server()
    unittest.addModuleCleanup(server.stop)
    for name, first, last in (("hrc-52", "2023-02-27", "2023-04-04"),
                              ("hrc-53", "2023-06-19", "2023-07-14"),
                              ("hrc-54", "2023-09-11", "2023-10-13")):
        server.json("sessions", "set", name, f"--first={first}",
                    f"--last={last}")


class NewTitleTest(unittest.TestCase):

    def titles(self, language):
        mandate = server.json("get", MANDATE)
        return mandate.get("titles", {}).get(language, {}).get("titles", [])

    def import_text(self, name, text):
        done = server.run("import", server.write(name, text), "--yes")
        self.assertEqual(done.returncode, parts.DONE, done.stdout + done.stderr)
        return done.stdout

    def test_titles_of_texts_in_two_languages_are_on_record_and_known(self):
        shown = self.import_text("fr.txt", FRENCH)
        title = "Rapporteur spécial sur le riz, le pain et les vivres"
        self.assertIn(title, shown)
        self.assertEqual(self.titles("fr")[0], title)
        self.assertIn("Rapporteur spécial sur le droit à l’alimentation",
                      self.titles("fr"))
        self.import_text("again.txt", FRENCH_AGAIN)
        self.import_text("ar.txt", ARABIC)
        self.assertEqual(self.titles("ar")[0], "المقرر الخاص المعني بالأرز")
        mandate = server.json("get", MANDATE)
        self.assertEqual(mandate["title"],
                         "Special Rapporteur on the right to food")
        self.assertEqual([decision["act"] for decision in mandate["decisions"]],
                         ["ACT_EXTEND", "ACT_EXTEND", "ACT_RENAME"])
        why = server.run("why", MANDATE).stdout
        self.assertIn(title, why)
        self.assertIn("المقرر الخاص المعني بالأرز", why)


def changed(old, new):
    assert old in ENGLISH, old
    return ENGLISH.replace(old, new)


# What a file holds, and the words that answer it.
BAD_INPUT = {
    "empty": (b"", "text is empty"),
    "not-utf-8": ("Décide".encode("latin-1"), "not UTF-8 from byte 1 on"),
    "50-mb": (b"x y z " * ((50 << 20) // 6), "a resolution has 2097152 at most"),
    "a-million-brackets": (b"[" * 1_000_000, "none of ar, en, es, fr, ru, zh"),
    "german": (GERMAN, "none of ar, en, es, fr, ru, zh"),
    "hindi": (HINDI, "none of ar, en, es, fr, ru, zh"),
    "portuguese": (PORTUGUESE, "none of ar, en, es, fr, ru, zh"),
    "no-resolution": ("Please find the minutes of the Human Rights Council.",
                      "no line that opens a resolution"),
    "draft": ("A/HRC/52/L.15\n" + changed(
        "Resolution adopted by the Human Rights Council on 3 April 2023",
        "Draft resolution"), "the text is a draft"),
    "no-decision": (changed("Decides to extend the mandate of", "Thanks"),
                    "no decision on a mandate"),
    "two-resolutions": (ENGLISH + ENGLISH.replace("52/99", "52/95"),
                        "more than one resolution"),
    "lists-against-tallies": (changed("[Adopted without a vote.]", VOTE),
                              "the tally has 4 in favour, and the list 3"),
    "two-adoptions": (changed(
        "[Adopted without a vote.]",
        "[Adopted without a vote.]\n[Adopted by a recorded vote of 4 to 2.]"),
        "without a vote, and by a recorded vote"),
    "two-days": (changed("55th meeting\n3 April", "55th meeting\n4 April"),
                 "give the day as adopted_on"),
    "unknown-session": (changed("Fifty-second", "Ninety-first").replace(
        "52/99", "91/99"), "no session is known for sessions/hrc-91"),
}


class BadInputTest(unittest.TestCase):

    def test_each_is_answered_in_words_and_nothing_is_written(self):
        before = server.json("server-info")["head_revision"]
        for name, (content, words) in BAD_INPUT.items():
            with self.subTest(name):
                done = server.run("import", server.write(name, content),
                                  "--yes")
                self.assertEqual(done.returncode, parts.REFUSED, done.stdout)
                self.assertIn(words, done.stderr)
        self.assertEqual(server.json("server-info")["head_revision"], before)


class ConverterTest(unittest.TestCase):

    def assert_reads_as_text(self, language, text, path):
        plain = server.write(f"{language}.txt", text)
        readings = [server.json("import", file, "--dry-run")
                    for file in (plain, path)]
        wanted, got = [{key: reading.get(key) for key in (
            "symbol", "title", "session", "session_first_day", "agenda_item",
            "adopted_on", "meeting", "adoption")} for reading in readings]
        self.assertEqual(got, wanted)
        acts = [[(one["decision"]["act"], one["decision"]["paragraph"],
                  one["decision"].get("term", {}).get("period"))
                 for one in reading["proposals"]] for reading in readings]
        self.assertEqual(acts[0], acts[1])

    def test_a_pdf_reads_as_its_text_with_numbers_on_lines_of_their_own(self):
        for language, text in (("en", ENGLISH), ("fr", FRENCH)):
            path = server.write(f"{language}.pdf", documents.pdf(text))
            self.assert_reads_as_text(language, text, path)

    @unittest.skipUnless(shutil.which("pandoc") or shutil.which("soffice"),
                         "neither pandoc nor LibreOffice is installed")
    def test_a_word_file_reads_as_its_text(self):
        for language, text in (("en", ENGLISH), ("fr", FRENCH),
                               ("ar", ARABIC)):
            path = server.write(f"{language}.docx", documents.word(text))
            self.assert_reads_as_text(language, text, path)


if __name__ == "__main__":
    unittest.main()
