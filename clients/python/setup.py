"""Generates the stubs while the package is built: they are in every wheel and
never in the repository. Needs protoc, and grpc_python_plugin and the plugins of
mypy-protobuf on the PATH."""

import os
import pathlib
import shutil
import subprocess

import setuptools
from setuptools.command.build_py import build_py

HERE = pathlib.Path(__file__).resolve().parent
# A source distribution has the protos beside it.
PROTO = next(p for p in (HERE / "proto", HERE.parents[1] / "proto")
             if p.is_dir())
GOOGLEAPIS = pathlib.Path(os.environ.get(
    "GOOGLEAPIS", "/usr/share/gocode/src/github.com/gogo/googleapis"))


def protoc(root, files, out, *more):
    """Compiles files below `root` into Python below `out`."""
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["protoc", f"-I{root}", f"--python_out={out}", f"--pyi_out={out}",
         *more, *(str(f.relative_to(root)) for f in files)], check=True)


class GenerateAndBuild(build_py):
    """Builds what is written by hand, and generates the rest beside it."""

    def run(self):
        super().run()
        out = pathlib.Path(self.build_lib)
        plugin = shutil.which("grpc_python_plugin")
        if plugin is None:
            raise SystemExit("grpc_python_plugin is not on the PATH: install "
                             "protobuf-compiler-grpc")
        messages = sorted((PROTO / "mandates/v1").glob("*.proto"))
        protoc(PROTO, messages, out)
        protoc(PROTO, [m for m in messages if m.stem.endswith("_service")], out,
               f"--grpc_python_out={out}", f"--mypy_grpc_out=quiet:{out}",
               f"--plugin=protoc-gen-grpc_python={plugin}")
        protoc(GOOGLEAPIS, [GOOGLEAPIS / "google/rpc" / name for name in
                            ("error_details.proto", "status.proto")],
               out / "mandates/_generated")


setuptools.setup(cmdclass={"build_py": GenerateAndBuild})
