"""Generated CMake projects that use an installed deltac."""

import measure
from headers import write_headers

_TOP = """cmake_minimum_required(VERSION 3.25)
project({name} LANGUAGES CXX)
find_package(deltac REQUIRED)
"""

_LIBRARY = """
add_library({library} INTERFACE)
target_include_directories({library} INTERFACE {library}/include)
target_link_libraries({library} INTERFACE delta::annotations)
file(GLOB headers {library}/include/{library}/*.hpp)
delta_add_schema({library} HEADERS ${{headers}})
"""


def make(tools, directory, libraries, headers, structs, columns):
    """A project of so many libraries and one migration binary, configured in `directory`/build. Returns the headers of
    each library."""
    directory.mkdir(parents=True, exist_ok=True)
    text = _TOP.format(name=directory.name)
    made = []
    for number in range(libraries):
        library = f"library{number}"
        made.append(write_headers(directory / library / "include" / library, headers, structs, columns,
                                  number * headers))
        text += _LIBRARY.format(library=library)
    names = " ".join(f"library{number}" for number in range(libraries))
    text += f"\ndelta_add_migration({directory.name}-migrate SCHEMAS {names} VAR env=dev)\n"
    path = directory / "CMakeLists.txt"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    configure(tools, directory, directory / "build")
    return made


def configure(tools, source, build, *arguments):
    measure.run(["cmake", "-S", str(source), "-B", str(build), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                 f"-DCMAKE_PREFIX_PATH={tools.prefix}", *tools.cmake_arguments, *arguments])


def build(directory, *targets):
    """The commands that Ninja ran."""
    output = measure.run(["ninja", "-v", "-C", str(directory), *targets])
    return [line.split("] ", 1)[1] for line in output.splitlines() if line.startswith("[") and "] " in line]
