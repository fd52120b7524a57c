#!/usr/bin/env python3
"""What a user's build sees of deltac: installed files, package, functions, and how little is built again.

One case per run: packaging_test.py CASE --build BUILD --source SOURCE --work DIR [--generator NAME]. BUILD is a built
tree of deltac. Exit code 0 when all holds; a failure says what was expected and shows the output it was found in.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


class Failure(Exception):
    pass


def run(*command, expect=0, env=None):
    """Runs a command and returns what it printed; `expect` is its exit code, or None for any failure."""
    result = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            env={**os.environ, **(env or {})})
    failed_as_expected = expect is None and result.returncode != 0
    if result.returncode != expect and not failed_as_expected:
        raise Failure(f"exit code {result.returncode}, not {expect}: {' '.join(map(str, command))}\n{result.stdout}")
    return result.stdout


def expect(holds, message, output=""):
    if not holds:
        raise Failure(f"{message}\n{output}")


def steps(output):
    """Which schemas were compiled and registries linked, and how many C++ files, in a build's output."""
    return {
        "compiled": sorted(re.findall(r"Compiling the schema of (\S+)", output)),
        "linked": re.findall(r"Linking the registry of (\S+)", output),
        "objects": len(re.findall(r"Building CXX object", output)),
    }


class Case:
    def __init__(self, options):
        self.options = options
        self.work = pathlib.Path(options.work)
        self.prefix = self.work / "prefix"
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)

    def install(self, *components):
        arguments = [arg for component in components for arg in ("--component", component)]
        for pair in zip(arguments[::2], arguments[1::2]) if arguments else [()]:
            run("cmake", "--install", self.options.build, "--prefix", self.prefix, *pair)

    def copy_project(self, name):
        # A copy, because the case changes its files. With a space, which paths may have.
        return pathlib.Path(shutil.copytree(HERE / name, self.work / f"{name} project"))

    def configure(self, project, *arguments, expect=0, build="out"):
        """Returns what CMake said, without the line breaks that it puts into messages."""
        generator = self.options.generator
        self.out = self.work / build
        cache = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        cache += ["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold"] if shutil.which("mold") else []
        output = run("cmake", "-G", generator, "-S", project, "-B", self.out, "-DCMAKE_BUILD_TYPE=Debug", *cache,
                     f"-DCMAKE_CXX_COMPILER={self.options.compiler}", *arguments, expect=expect)
        return " ".join(output.split())

    def build(self, *targets, expect=0):
        chosen = ["--target", *targets] if targets else []
        return run("cmake", "--build", self.out, "-j2", *chosen, expect=expect)

    def deltac(self):
        return self.prefix / "bin" / "deltac"


def installed_files(case):
    """The list of installed files is the golden one, all of them and each component's."""
    case.install()
    major = re.compile(r"-(debug|release|relwithdebinfo|minsizerel|noconfig)\.cmake$")
    found = sorted(major.sub("-CONFIG.cmake", str(path.relative_to(case.prefix)))
                   for path in case.prefix.rglob("*") if path.is_file())
    golden_path = HERE / "installed_files.txt"
    if os.environ.get("DELTAC_UPDATE_GOLDEN"):
        golden_path.write_text("\n".join(found) + "\n")
    golden = golden_path.read_text().split()
    missing, more = sorted(set(golden) - set(found)), sorted(set(found) - set(golden))
    expect(not missing and not more, f"not installed: {missing}\nnot in {golden_path.name}: {more}")
    for path in case.prefix.rglob("*.cmake"):
        expect(str(case.options.source) not in path.read_text(), f"{path.name} names the source tree")
    version = run(case.deltac(), "--version")
    expect(version.startswith("deltac 0."), "the installed tool does not run", version)


def build_twice(case):
    """A second build does nothing."""
    output = case.build()
    expect(steps(output) == {"compiled": [], "linked": [], "objects": 0}, "a build without a change did something", output)


def touch(path):
    path.write_text(path.read_text())


def two_libraries(case):
    """find_package, two libraries, one migration: built, run, and built again after each kind of change."""
    project = case.copy_project("two_libraries")
    case.install()
    case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}")
    output = case.build()
    expect(steps(output)["compiled"] == ["billing", "shop"], "not both schemas were compiled", output)
    run_migration(case)
    build_twice(case)
    policy = project / "migrate/policy.toml"
    policy.write_text('allow = ["drop-table"]\n')
    case.build()
    expect((case.out / "migrate/deltac.policy.toml").read_text() == policy.read_text(), "the policy is not beside the binary")
    refused = run(case.out / "migrate/shop-migrate", "plan", "--target", f"lake:{case.work / 'lake'}", "--allow", "drop-column", expect=1)
    expect("the policy does not allow it on any table [DLT764]" in refused, "the binary does not go by the policy beside it", refused)
    build_twice(case)

    # A header that another one includes: only its library is compiled again; the tables are the same, so that neither
    # the registry nor the migration binary is made again.
    line = project / "shop/include/shop/line.hpp"
    touch(line)
    done = steps(case.build())
    expect(done["compiled"] == ["shop"] and done["linked"] == [], f"after touching line.hpp: {done}")
    build_twice(case)

    line.write_text(line.read_text().replace("quantity = 0;", "quantity = 0;\n  std::string unit;"))
    done = steps(case.build())
    expect(done["compiled"] == ["shop"] and done["linked"] == ["shop-migrate"], f"after changing line.hpp: {done}")
    generated = (case.out / "migrate/shop-migrate.delta/shop/shop/include/shop/order.hpp.cpp").read_text()
    expect('"unit"' in generated, "the new member is not in the registry", generated)
    build_twice(case)

    # A define of the library, and a policy of the migration, are inputs too.
    lists = project / "shop/CMakeLists.txt"
    lists.write_text(lists.read_text() + "target_compile_definitions(shop PRIVATE SHOP_MORE=1)\n")
    done = steps(case.build())
    expect(done["compiled"] == ["shop"], f"after a new define: {done}")
    lists = project / "migrate/CMakeLists.txt"
    lists.write_text(lists.read_text().replace("env=dev", "env=test"))
    done = steps(case.build())
    expect(done["compiled"] == [] and done["linked"] == ["shop-migrate"], f"after a new variable: {done}")
    build_twice(case)

    os.utime(case.deltac())
    done = steps(case.build())
    expect(done["compiled"] == ["billing", "shop"], f"after a new deltac: {done}")
    build_twice(case)

    # A finding stops the build with the compiler's form of message, and leaves no output that looks complete.
    order = project / "shop/include/shop/order.hpp"
    good = order.read_text()
    order.write_text(good.replace('cluster_by("customer")', 'cluster_by("costumer")'))
    output = case.build(expect=None)
    expect(re.search(r"order\.hpp:\d+:\d+: error: .*\[DLT\d{3}\]", output) is not None, "no finding was shown", output)
    output = case.build(expect=None)
    expect("[DLT" in output, "the second build forgot the finding", output)
    order.write_text(good)
    case.build()
    build_twice(case)


def run_migration(case):
    lake = case.work / "lake"
    binary = case.out / "migrate/shop-migrate"
    output = run(binary, "plan", "--target", f"lake:{lake}")
    for name in ("dev.silver.customers", "dev.silver.orders", "dev.silver.returns"):
        expect(name in output, f"the plan does not name {name}", output)
    linked = run("nm", "-C", binary)
    expect("shop_orders" not in linked, "the migration binary links the user's library")


def guard(case):
    """The guard fails when the compiler sees another type than deltac did."""
    project = case.copy_project("two_libraries")
    case.install()
    header = project / "shop/include/shop/return.hpp"
    text = header.read_text().replace("std::int64_t id", "Key id").replace(
        "struct Return", "#ifdef __clang__\nusing Key = std::int64_t;\n#else\nusing Key = std::int32_t;\n#endif\nstruct Return")
    header.write_text(text)
    case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}")
    output = case.build("shop_delta_guard", expect=None)
    expect("but deltac read it as Seen" in output, "the guard does not say what differs", output)
    expect("shop_Return_id" in output, "the guard does not name the member", output)


def annotations_only(case):
    """The smallest component serves C++17 and C++20 alike, and needs nothing: neither runtime nor tool."""
    case.install("annotations")
    project = case.copy_project("annotations_only")
    case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}")
    case.build()
    output = case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}", "-DWANT=runtime", expect=None, build="other")
    expect("component 'runtime' is not installed" in output, "a missing component is not named", output)
    output = case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}", "-DWANT=schema", expect=None, build="third")
    expect("the deltac tool is not here" in output, "a missing tool is not named", output)
    output = case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}", "-DWANT=schema", "-DDELTAC_EXECUTABLE=/none",
                            expect=None, build="fourth")
    expect("'/none', which is not there" in output, "a wrong DELTAC_EXECUTABLE is not named", output)


def runtime_without_tool(case):
    """A cross build's form: runtime from one place, the tool named by DELTAC_EXECUTABLE. No LLVM in the packages."""
    case.install("annotations", "runtime")
    for path in case.prefix.rglob("*.cmake"):
        expect(re.search(r"LLVM|[Cc]lang", path.read_text()) is None or path.name == "DeltacFunctions.cmake",
               f"{path.name} asks for LLVM")
    tool = pathlib.Path(case.options.build) / "compiler/deltac"
    project = case.copy_project("two_libraries")
    case.configure(project, f"-DCMAKE_PREFIX_PATH={case.prefix}", f"-DDELTAC_EXECUTABLE={tool}")
    case.build()
    run_migration(case)


def in_tree(case, form, *targets):
    tool = pathlib.Path(case.options.build) / "compiler/deltac"
    project = case.copy_project("two_libraries")
    case.configure(project, f"-DDELTAC_FROM={form}", f"-DDELTAC_SOURCE={case.options.source}",
                   "-DDELTAC_BUILD_COMPILER=OFF", f"-DDELTAC_EXECUTABLE={tool}")
    case.build(*targets)


def subdirectory(case):
    """add_subdirectory: the same project with deltac's sources in it, the runtime built with the user's own."""
    in_tree(case, "subdirectory", "shop-migrate")
    run_migration(case)


def fetch_content(case):
    """FetchContent: the same; its own tests and install rules stay out of the user's project."""
    in_tree(case, "fetch", "shop_delta_guard", "billing_delta_guard", "shop-migrate_delta_registry")
    expect(not (case.out / "_deltac-build/tests").exists(), "deltac's tests are part of the user's build")


CASES = [installed_files, two_libraries, guard, annotations_only, runtime_without_tool, subdirectory, fetch_content]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", choices=[case.__name__ for case in CASES])
    parser.add_argument("--build", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--generator", default="Ninja")
    parser.add_argument("--compiler", default="c++")
    options = parser.parse_args()
    options.build, options.source, options.work = map(os.path.abspath, (options.build, options.source, options.work))
    case = Case(options)
    try:
        next(each for each in CASES if each.__name__ == options.case)(case)
    except Failure as failure:
        print(f"{options.case}: {failure}", file=sys.stderr)
        return 1
    shutil.rmtree(case.work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
