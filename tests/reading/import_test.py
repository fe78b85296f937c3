"""mandatectl import: what a decision records, and what it says of bad input."""

import unittest

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


if __name__ == "__main__":
    unittest.main()
