"""Write the locked requirements: base (to run), ocr and city (with the extra), build, dev (for the tests).

usage: lock.py [--upgrade]

One resolution serves all, so that a version never differs between them. The files hold versions
and hashes for every platform and Python from 3.11 on, and neither host nor path.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

from corpus import ROOT

FOLDER = "requirements"


def compile_lock(name: str, *options: str, project: bool = True) -> None:
    """Resolve pyproject.toml, or only its groups, with ``options`` into ``requirements/<name>.txt``."""
    command = [Path(sys.executable).with_name("uv"), "pip", "compile", "--quiet", "--no-config"]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]
    command += [*options, "--output-file", f"{FOLDER}/{name}.txt", *(["pyproject.toml"] if project else [])]
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


def locked(name: str) -> list[Requirement]:
    """The requirements in ``requirements/<name>.txt`` that apply to this machine."""
    text = (ROOT / FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^([a-z0-9][^\\\n]*==[^\\\n]*)", text, re.MULTILINE)
    requirements = [Requirement(entry.strip()) for entry in entries]
    return [one for one in requirements if one.marker is None or one.marker.evaluate()]


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Lock the requirements.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    compile_lock("dev", "--extra", "city", "--extra", "ocr", "--group", "dev", *upgrade)
    same = ["--constraint", f"{FOLDER}/dev.txt"]
    compile_lock("ocr", "--extra", "ocr", *same)
    compile_lock("city", "--extra", "city", *same)
    compile_lock("base", *same)
    compile_lock("build", "--group", "build", *same, project=False)


if __name__ == "__main__":
    main()
