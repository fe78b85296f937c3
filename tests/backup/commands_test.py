"""mandatectl backup create, list, verify and restore, over a real server."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "seeing"))
import parts  # pylint: disable=wrong-import-position

REFUSED, USAGE = 1, 2


def ctl(*arguments, server="127.0.0.1:1"):
    """Runs mandatectl; returns its exit code and its output or its error."""
    clean = {name: value for name, value in os.environ.items()
             if "proxy" not in name.lower()}
    done = subprocess.run(
        [os.environ["MANDATECTL"], *map(str, arguments)], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        env={**clean, "MANDATED_SERVER": server})
    said = done.stderr if done.returncode else done.stdout
    return done.returncode, said


class BackupCommandsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = server = parts.Server(backups=True)
        cls.addClassCleanup(server.stop)
        cls.backups = pathlib.Path(server.folder.name) / "backups"
        server.ctl("sessions", "set", "60", "--first=2025-09-08",
                   "--last=2025-10-08")
        cls.made = json.loads(server.ctl("backup", "create", "--output=json"))
        server.ctl("load", parts.SOURCE / "deploy/catalogue")
        server.ctl("watch", "--from=1", "--limit=3",
                   "--token-file", cls.folder / "token")
        cls.said = server.ctl("backup", "create")

    def restore(self, name, *point):
        return ctl("backup", "restore", self.backups, "--into",
                   self.folder / name, "--output=json", *point)

    def test_create_says_what_was_made(self):
        self.assertRegex(self.said, r"Backup 2 is made: revision \d+, .+B\.\n")

    def test_list_is_the_same_with_and_without_the_server(self):
        asked = self.server.ctl("backup", "list", "--output=json")
        self.assertEqual(ctl("backup", "list", self.backups, "--output=json"),
                         (0, asked))
        [first, second] = json.loads(asked)["backups"]
        self.assertEqual(first, self.made)
        self.assertLess(int(first["revision"]), int(second["revision"]))
        self.assertEqual((first["fault"], second["fault"]), ("", ""))

    def test_table_has_a_row_for_each(self):
        code, table = ctl("backup", "list", self.backups)
        self.assertEqual(code, 0)
        self.assertIn(self.made["store_id"], table)
        self.assertEqual(len(table.splitlines()), 3, table)

    def test_flipped_byte_is_found_and_what_has_it_is_not_restored(self):
        table = max((self.backups / "shared_checksum").glob("*.sst"))
        whole = table.read_bytes()
        middle = len(whole) // 2
        self.assertEqual(ctl("backup", "verify", self.backups)[0], 0)
        table.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1])
                          + whole[middle + 1:])
        try:
            code, said = ctl("backup", "verify", self.backups)
            restored, why = self.restore("never", "--backup=2")
        finally:
            table.write_bytes(whole)
        self.assertEqual((code, restored), (REFUSED, REFUSED))
        self.assertIn("BACKUP_DAMAGED", said)
        self.assertIn(table.name, said)
        self.assertIn("BACKUP_DAMAGED", why)
        self.assertFalse((self.folder / "never").exists())

    def test_restored_server_turns_old_tokens_away_and_says_what_to_do(self):
        code, said = self.restore("newest")
        self.assertEqual(code, 0, said)
        restored = parts.Server(store=self.folder / "newest")
        self.addCleanup(restored.stop)
        code, said = ctl("watch", "--token-file", self.folder / "token",
                         "--limit=1", server=restored.address)
        self.assertEqual(code, REFUSED)
        self.assertIn("TOKEN_FOREIGN", said)
        self.assertIn("try mandatectl watch --from snapshot", said)
        self.assertEqual(restored.ctl("list", "--output=json"),
                         self.server.ctl("list", "--output=json"))

    def test_point_is_a_revision_or_a_time(self):
        revision = int(self.made["revision"])
        code, said = self.restore("by-revision", f"--revision={revision + 1}")
        self.assertEqual((code, json.loads(said)["backup"]), (0, "1"))
        code, said = self.restore("by-time", "--time=2999-01-01")
        self.assertEqual((code, json.loads(said)["backup"]), (0, "2"))
        code, said = self.restore("too-early", "--time=2001-01-01")
        self.assertEqual(code, REFUSED)
        self.assertIn("BACKUP_NOT_FOUND", said)
        self.assertIn(f"of revision {revision}", said)

    def test_restore_keeps_what_is_there(self):
        store = self.folder / "taken"
        store.mkdir()
        (store / "precious").write_text("x")
        code, said = self.restore("taken")
        self.assertEqual(code, REFUSED)
        self.assertIn("RESTORE_TARGET_NOT_EMPTY", said)
        self.assertEqual(os.listdir(store), ["precious"])
        code, said = ctl("backup", "restore", self.backups, "--into",
                         f"{self.server.folder.name}/store")
        self.assertEqual(code, REFUSED)
        self.assertIn("STORE_IN_USE", said)

    def test_server_without_a_directory_says_how_to_get_one(self):
        server = parts.Server()
        self.addCleanup(server.stop)
        code, said = ctl("backup", "create", server=server.address)
        self.assertEqual(code, REFUSED)
        self.assertIn("--backup-directory", said)

    def test_command_without_a_verb_is_wrong(self):
        self.assertEqual(ctl("backup")[0], USAGE)


if __name__ == "__main__":
    unittest.main()
