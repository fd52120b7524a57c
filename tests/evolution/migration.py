"""Builds migration binaries out of annotated headers, and runs them."""

import glob
import os
import subprocess
import sys


def add_build_options(parser):
    parser.add_argument("--deltac", required=True)
    parser.add_argument("--include", action="append", default=[], help="where delta/… is found")
    parser.add_argument("--library", action="append", default=[], help="the runtime's libraries, or -lNAME")
    parser.add_argument("--cxx", default="g++")


def call(words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")


def build(name, headers, root, out, arguments):
    """A migration binary of these headers; its registry is called `name` whatever the version, as in a real project."""
    os.makedirs(out, exist_ok=True)
    includes = [f"-I{path}" for path in arguments.include]
    call([arguments.deltac, "compile", *headers, "--name", name, "--out", out, "--root", root, "--", "-std=c++20",
          *includes])
    call([arguments.deltac, "link", os.path.join(out, name + ".schema.json"), "--name", name, "--out", out, "--root", root])
    sources = sorted(glob.glob(os.path.join(out, "**", "*.cpp"), recursive=True))
    binary = os.path.join(out, name + "-migrate")
    call([*arguments.cxx.split(), "-std=c++20", "-iquote", root, *includes, *sources, *arguments.library, "-o", binary])
    return Binary(binary)


class Binary:
    def __init__(self, path):
        self.path = path

    def run(self, *words, **options):
        """Exit code, standard output, standard error."""
        options = {"stdin": subprocess.DEVNULL, "timeout": 60, **options}
        done = subprocess.run([self.path, *words], capture_output=True, text=True, **options)
        return done.returncode, done.stdout, done.stderr
