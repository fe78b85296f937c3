"""The image is built from its Dockerfile, and runs on a disk it cannot write.

Usage: image_test.py FOLDER BASE.tar
The package is given, so nothing is compiled, and `debian:bookworm-slim` is
the Debian of BASE.tar, so no registry of images is asked.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import debian

FOLDER, BASE = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
DOCKERFILE = debian.SOURCE / "deploy/container/Dockerfile"
SETTINGS = {**os.environ, "BUILDAH_ISOLATION": "chroot"}
# COMMAND... in ROOT as the image's user, on a root file system that is
# read-only but for the store.
READ_ONLY = """
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t tmpfs -o uid=10001,gid=10001,mode=0700 tmpfs "$1/var/lib/mandated"
root=$1
shift
exec chroot --userspec=10001:10001 "$root" "$@"
"""


class ImageTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="mandated-image-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.make_base()
        cls.buildah("bud", "--format=docker", "--pull=never", "--tag=mandated",
                    f"--file={DOCKERFILE}",
                    f"--build-context=package={FOLDER}", debian.SOURCE)
        shown = json.loads(cls.buildah("inspect", "--type=image", "mandated"))
        cls.config = shown["Docker"]["config"]

    @classmethod
    def buildah(cls, *arguments):
        return debian.run(
            "buildah", "--storage-driver=vfs", "--root", cls.folder / "images",
            "--runroot", cls.folder / "running", *arguments, env=SETTINGS)

    @classmethod
    def make_base(cls):
        recipe = cls.folder / "Base"
        recipe.write_text(f"FROM scratch\nADD {BASE.name} /\n")
        cls.buildah("bud", "--tag=docker.io/library/debian:bookworm-slim",
                    f"--file={recipe}", BASE.parent)

    def test_nothing_runs_as_root(self):
        self.assertEqual(self.config["User"], "10001:10001")

    def test_store_is_a_volume(self):
        self.assertIn("/var/lib/mandated", self.config["Volumes"])
        self.assertIn("MANDATED_STORE=/var/lib/mandated/store",
                      self.config["Env"])

    def test_serves_healthily_on_a_read_only_disk(self):
        container = self.buildah("from", "--pull=never", "mandated").strip()
        self.addCleanup(self.buildah, "rm", container)
        root = self.buildah("mount", container).strip()
        command = ["env", *self.config["Env"], *self.config["Entrypoint"],
                   "--listen=127.0.0.1:0"]
        server = subprocess.Popen(
            ["unshare", "--mount", "sh", "-euc", READ_ONLY, "sh", root,
             *command], text=True, stdout=subprocess.PIPE)
        try:
            address = server.stdout.readline().split()[-1]
            kind, *check = self.config["Healthcheck"]["Test"]
            self.assertEqual(kind, "CMD")
            shown = debian.run(
                "chroot", "--userspec=10001:10001", root, "env",
                f"MANDATED_SERVER={address}", *check)
            self.assertIn("rocksdb", shown)
        finally:
            server.terminate()
            server.stdout.close()
        self.assertEqual(server.wait(timeout=60), 0)


if __name__ == "__main__":
    del sys.argv[1:]
    debian.need("buildah", "unshare")
    debian.need_root()
    unittest.main()
