# delta_add_schema and delta_add_migration: from annotated headers to a migration binary.
#
#   delta_add_schema(LIBRARY HEADERS header… [ROOT dir] [DEPENDS target…])
#     Compiles the tables that these headers of LIBRARY declare into a schema, with the library's own flags. ROOT is the
#     directory that paths in generated files and in messages of the migration binary start from; by default the top of
#     the project. DEPENDS names targets that must be built first, such as generators of included headers.
#
#   delta_add_migration(TARGET SCHEMAS library… [NAMESPACE_POLICY namespace…] [VAR name=value…] [POLICY file])
#     Links the schemas of these libraries into the executable TARGET. It links none of the libraries themselves. POLICY
#     is put beside TARGET as deltac.policy.toml, which it heeds.
#
# The deltac tool is DELTAC_EXECUTABLE if that is set (cross builds: a deltac of the machine that builds), else the
# target deltac::deltac.

include_guard(GLOBAL)
include(CheckCXXSourceCompiles)

# Functions keep the policies that hold here, whatever the calling project asks for.
cmake_policy(PUSH)
cmake_policy(VERSION 3.25)

function(delta_add_schema library)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ROOT" "HEADERS;DEPENDS")
  set(call "delta_add_schema(${library})")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${call}: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT TARGET ${library})
    message(FATAL_ERROR "${call}: there is no target '${library}'; call add_library(${library} …) first")
  endif()
  get_target_property(aliased ${library} ALIASED_TARGET)
  if(aliased)
    set(library ${aliased})
  endif()
  if(NOT arg_HEADERS)
    message(FATAL_ERROR "${call}: name the headers with the tables: HEADERS include/…")
  endif()
  if(TARGET ${library}_delta_schema)
    message(FATAL_ERROR "${call}: called twice; one library has one schema, name all its headers in one call")
  endif()
  string(REPLACE "::" "_" name "${library}")
  _delta_find_tool("${call}" tool tool_dependency)
  _delta_root("${arg_ROOT}" "${arg_HEADERS}" root)

  set(headers "")
  set(relative_headers "")
  foreach(header IN LISTS arg_HEADERS)
    get_filename_component(path "${header}" ABSOLUTE)
    get_source_file_property(generated "${path}" GENERATED)
    if(NOT EXISTS "${path}" AND NOT generated)
      message(FATAL_ERROR "${call}: there is no header '${path}'")
    endif()
    # As deltac names them: below the root from there, elsewhere in full.
    set(relative "${path}")
    cmake_path(IS_PREFIX root "${path}" NORMALIZE below_root)
    if(below_root)
      file(RELATIVE_PATH relative "${root}" "${path}")
    endif()
    list(APPEND headers "${path}")
    list(APPEND relative_headers "${relative}")
  endforeach()

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${name}.delta")
  set(fragment "${directory}/${name}.schema.json")
  set(guard "${directory}/${name}.guard.cpp")
  set(stamp "${directory}/${name}.schema.stamp")
  set(flags "${directory}/flags.CXX.txt")
  set(arguments --name ${name} --out ${directory} --root ${root} --stamp ${stamp} --depfile ${stamp}.d)
  # Make does not see that a command changed; this file stands for it.
  _delta_write_arguments("${directory}/compile.txt" "${headers};${arguments}")

  # The stamp is always made anew, the outputs only when they change: so neither Ninja nor Make runs this again, and
  # nothing that uses the outputs is built again without need.
  add_custom_command(
    OUTPUT "${stamp}" BYPRODUCTS "${fragment}" "${guard}"
    COMMAND "${tool}" compile ${headers} ${arguments} -- "@${flags}"
    DEPENDS ${headers} ${tool_dependency} "${flags}" "${directory}/compile.txt"
    DEPFILE "${stamp}.d"
    COMMENT "Compiling the schema of ${library}" VERBATIM)
  add_custom_target(${name}_delta_schema DEPENDS "${stamp}")
  if(arg_DEPENDS)
    add_dependencies(${name}_delta_schema ${arg_DEPENDS})
  endif()

  # The guard: the library's own compiler and flags assert what deltac saw. It warns of nothing: the library's own build
  # did, and its headers may be older than C++20.
  add_library(${name}_delta_guard OBJECT "${guard}")
  set_source_files_properties("${guard}" PROPERTIES GENERATED TRUE)
  add_dependencies(${name}_delta_guard ${name}_delta_schema)
  target_compile_options(${name}_delta_guard PRIVATE "SHELL:-iquote \"${root}\"" -w)
  set_target_properties(${name}_delta_guard PROPERTIES UNITY_BUILD OFF AUTOMOC OFF AUTOUIC OFF AUTORCC OFF
    CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "" DISABLE_PRECOMPILE_HEADERS ON)

  set_target_properties(${name}_delta_schema PROPERTIES
    DELTA_LIBRARY "${name}" DELTA_FRAGMENT "${fragment}" DELTA_HEADERS "${relative_headers}" DELTA_ROOT "${root}")
  # What is said of the library after this call counts too.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL _delta_take_flags [[${library}]] [[${name}]] [[${flags}]])")
endfunction()

function(delta_add_migration target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "POLICY" "SCHEMAS;NAMESPACE_POLICY;VAR")
  set(call "delta_add_migration(${target})")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${call}: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_SCHEMAS)
    message(FATAL_ERROR "${call}: name the libraries whose schemas it brings: SCHEMAS …")
  endif()
  if(NOT TARGET delta::runtime)
    message(FATAL_ERROR "${call}: the delta runtime is not here; ask for it: find_package(deltac COMPONENTS runtime)")
  endif()
  _delta_find_tool("${call}" tool tool_dependency)

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/${target}.delta")
  set(stamp "${directory}/${target}.registry.stamp")
  set(sources "${directory}/${target}.registry.cpp" "${directory}/${target}.main.cpp")
  set(fragments "")
  set(schema_targets "")
  set(guards "")
  set(root "")
  foreach(library IN LISTS arg_SCHEMAS)
    if(TARGET ${library})
      get_target_property(aliased ${library} ALIASED_TARGET)
      if(aliased)
        set(library ${aliased})
      endif()
    endif()
    string(REPLACE "::" "_" name "${library}")
    if(NOT TARGET ${name}_delta_schema)
      message(FATAL_ERROR "${call}: '${library}' has no schema; call delta_add_schema(${library} HEADERS …) before")
    endif()
    get_target_property(fragment ${name}_delta_schema DELTA_FRAGMENT)
    get_target_property(headers ${name}_delta_schema DELTA_HEADERS)
    get_target_property(schema_root ${name}_delta_schema DELTA_ROOT)
    list(APPEND fragments "${fragment}")
    list(APPEND schema_targets ${name}_delta_schema)
    list(APPEND guards ${name}_delta_guard)
    if(NOT root)
      set(root "${schema_root}")
    endif()
    foreach(header IN LISTS headers)
      _delta_generated_name("${name}" "${header}" file)
      list(APPEND sources "${directory}/${file}")
    endforeach()
  endforeach()

  set(arguments --name ${target} --out ${directory} --root ${root} --stamp ${stamp})
  foreach(policy IN LISTS arg_NAMESPACE_POLICY)
    list(APPEND arguments --namespace-policy "${policy}")
  endforeach()
  foreach(variable IN LISTS arg_VAR)
    list(APPEND arguments --var "${variable}")
  endforeach()
  _delta_write_arguments("${directory}/link.txt" "${fragments};${arguments}")

  add_custom_command(
    OUTPUT "${stamp}" BYPRODUCTS ${sources}
    COMMAND "${tool}" link ${fragments} ${arguments}
    DEPENDS ${fragments} ${schema_targets} ${tool_dependency} "${directory}/link.txt"
    COMMENT "Linking the registry of ${target}" VERBATIM)
  add_custom_target(${target}_delta_registry DEPENDS "${stamp}")

  add_executable(${target} ${sources})
  set_source_files_properties(${sources} PROPERTIES GENERATED TRUE)
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_INCLUDE_WHAT_YOU_USE "")
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE delta::runtime)
  _delta_find_packed_relocations()
  if(DELTAC_PACKED_RELOCATIONS)
    target_link_options(${target} PRIVATE "LINKER:-z,pack-relative-relocs")
  endif()
  add_dependencies(${target} ${target}_delta_registry ${guards})
  if(arg_POLICY)
    # Where the binary looks for it. A policy that changed is copied anew: the binary counts as older than it.
    get_filename_component(policy_file "${arg_POLICY}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    if(NOT EXISTS "${policy_file}")
      message(FATAL_ERROR "${call}: there is no file '${policy_file}', which POLICY names")
    endif()
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${policy_file}")
    add_custom_command(TARGET ${target} POST_BUILD
      COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${policy_file}" "$<TARGET_FILE_DIR:${target}>/deltac.policy.toml"
      VERBATIM)
  endif()
endfunction()

# Whether linker and C library know packed relative relocations (glibc since 2.36): 3 % of a migration binary's size.
function(_delta_find_packed_relocations)
  set(CMAKE_REQUIRED_LINK_OPTIONS "LINKER:-z,pack-relative-relocs")
  check_cxx_source_compiles("
    #include <cstdlib>
    #if !defined(__GLIBC__) || !__GLIBC_PREREQ(2, 36)
    #error these are not known here
    #endif
    int main() {}" DELTAC_PACKED_RELOCATIONS FAIL_REGEX "[Ww]arning|[Ii]gnor|[Uu]nknown")
endfunction()

# The tool as it is called, and what a custom command names so that a new deltac runs it again.
function(_delta_find_tool call command_variable dependency_variable)
  if(DELTAC_EXECUTABLE)
    get_filename_component(path "${DELTAC_EXECUTABLE}" ABSOLUTE BASE_DIR "${CMAKE_BINARY_DIR}")
    if(NOT EXISTS "${path}")
      message(FATAL_ERROR "${call}: DELTAC_EXECUTABLE names '${path}', which is not there")
    endif()
    set(${command_variable} "${path}" PARENT_SCOPE)
    set(${dependency_variable} "${path}" PARENT_SCOPE)
    return()
  endif()
  if(NOT TARGET deltac::deltac)
    message(FATAL_ERROR "${call}: the deltac tool is not here.\n"
      "Install deltac's component 'tools', or build it (DELTAC_BUILD_COMPILER=ON), or name one that runs on this "
      "machine: -DDELTAC_EXECUTABLE=/path/to/deltac")
  endif()
  set(${command_variable} "$<TARGET_FILE:deltac::deltac>" PARENT_SCOPE)
  set(${dependency_variable} "$<TARGET_FILE:deltac::deltac>" PARENT_SCOPE)
  get_target_property(imported deltac::deltac IMPORTED)
  if(NOT imported)
    set(${dependency_variable} deltac "$<TARGET_FILE:deltac::deltac>" PARENT_SCOPE)
  endif()
endfunction()

# The top of the project that the headers are in: the whole source tree, unless they lie outside it or in the build tree
# (fetched projects), where it is the project that calls.
function(_delta_root given headers variable)
  if(given)
    get_filename_component(root "${given}" ABSOLUTE)
    set(${variable} "${root}" PARENT_SCOPE)
    return()
  endif()
  set(root "${CMAKE_SOURCE_DIR}")
  foreach(header IN LISTS headers)
    get_filename_component(path "${header}" ABSOLUTE)
    cmake_path(IS_PREFIX CMAKE_SOURCE_DIR "${path}" NORMALIZE in_sources)
    cmake_path(IS_PREFIX CMAKE_BINARY_DIR "${path}" NORMALIZE in_build)
    if(NOT in_sources OR (in_build AND NOT CMAKE_BINARY_DIR STREQUAL CMAKE_SOURCE_DIR))
      set(root "${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
  set(${variable} "${root}" PARENT_SCOPE)
endfunction()

# Where `deltac link` writes what a header declares: the same rule as header_file() in compiler/generate/cpp_text.cpp.
function(_delta_generated_name library header variable)
  string(REPLACE "/" ";" parts "${header}")
  set(file "${library}")
  foreach(part IN LISTS parts)
    if(part STREQUAL "..")
      string(APPEND file "/_up")
    elseif(NOT part STREQUAL "" AND NOT part STREQUAL ".")
      string(APPEND file "/${part}")
    endif()
  endforeach()
  set(${variable} "${file}.cpp" PARENT_SCOPE)
endfunction()

# A file with these arguments, touched only when they change.
function(_delta_write_arguments file arguments)
  list(JOIN arguments "\n" text)
  set(old "")
  if(EXISTS "${file}")
    file(READ "${file}" old)
  endif()
  if(NOT old STREQUAL "${text}\n")
    file(WRITE "${file}" "${text}\n")
  endif()
endfunction()

# The library's flags, for its guard and (one argument per line) for deltac.
function(_delta_take_flags library name flags)
  set(guard ${name}_delta_guard)
  get_target_property(type ${library} TYPE)
  get_target_property(imported ${library} IMPORTED)
  if(type STREQUAL "INTERFACE_LIBRARY" OR imported)
    target_link_libraries(${guard} PRIVATE ${library})
  else()
    # A target's own properties hold those of all that it links.
    target_include_directories(${guard} PRIVATE "$<TARGET_PROPERTY:${library},INCLUDE_DIRECTORIES>")
    target_compile_definitions(${guard} PRIVATE "$<TARGET_PROPERTY:${library},COMPILE_DEFINITIONS>")
    # An old standard among the options would win over the guard's own.
    target_compile_options(${guard} PRIVATE
      "$<FILTER:$<TARGET_PROPERTY:${library},COMPILE_OPTIONS>,EXCLUDE,^-std=(c|gnu)[+][+](98|03|0x|11|1y|14|1z|17)$>")
    target_compile_features(${guard} PRIVATE "$<TARGET_PROPERTY:${library},COMPILE_FEATURES>")
  endif()
  get_target_property(depends ${library} MANUALLY_ADDED_DEPENDENCIES)
  if(depends)
    add_dependencies(${name}_delta_schema ${depends})
  endif()

  get_target_property(standard ${library} CXX_STANDARD)
  if(NOT standard GREATER_EQUAL 20 OR standard EQUAL 98)
    set(standard 20)
  endif()
  get_target_property(extensions ${library} CXX_EXTENSIONS)
  if(extensions STREQUAL "extensions-NOTFOUND")
    set(extensions ON)
  endif()
  set_target_properties(${guard} PROPERTIES
    CXX_STANDARD ${standard} CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS "${extensions}")
  target_compile_features(${guard} PRIVATE cxx_std_20)
  _delta_write_flags(${guard} ${standard} "${extensions}" "${flags}")
endfunction()

function(_delta_write_flags guard standard extensions file)
  set(features "$<TARGET_PROPERTY:COMPILE_FEATURES>")
  set(level ${standard})
  foreach(newer 23 26)
    if(standard LESS newer)
      set(level "$<IF:$<IN_LIST:cxx_std_${newer},${features}>,${newer},${level}>")
    endif()
  endforeach()
  set(dialect "c")
  if(extensions)
    set(dialect "gnu")
  endif()

  set(lines "")
  # The toolchain: whose code this is, and where its standard library is.
  _delta_target_triple(triple)
  if(triple)
    list(APPEND lines "--target=${triple}")
  endif()
  if(CMAKE_SYSROOT)
    list(APPEND lines "--sysroot=${CMAKE_SYSROOT}")
  endif()
  if(CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    list(APPEND lines "-nostdinc++" "-nostdlibinc")
  endif()
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  list(APPEND lines "SHELL:${CMAKE_CXX_FLAGS}")
  if(build_type)
    list(APPEND lines "SHELL:${CMAKE_CXX_FLAGS_${build_type}}")
  endif()
  list(APPEND lines "-std=${dialect}++${level}")

  foreach(pair "INCLUDE_DIRECTORIES|-I" "COMPILE_DEFINITIONS|-D" "COMPILE_OPTIONS|")
    string(REGEX MATCH "^([^|]+)[|](.*)$" _ "${pair}")
    set(values "$<TARGET_PROPERTY:${CMAKE_MATCH_1}>")
    list(APPEND lines "$<$<BOOL:${values}>:${CMAKE_MATCH_2}$<JOIN:${values},\n${CMAKE_MATCH_2}>>")
  endforeach()
  foreach(directory IN LISTS CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    list(APPEND lines "-isystem" "${directory}")
  endforeach()
  list(JOIN lines "\n" text)
  # Written per language, so that options for one language only are what the compiler gets.
  string(REPLACE "flags.CXX.txt" "flags.$<COMPILE_LANGUAGE>.txt" output "${file}")
  file(GENERATE OUTPUT "${output}" CONTENT "${text}\n" CONDITION "$<COMPILE_LANGUAGE:CXX>" TARGET ${guard})
endfunction()

# Clang is told its target; a cross GCC is one by its name, and knows it.
function(_delta_target_triple variable)
  set(triple "${CMAKE_CXX_COMPILER_TARGET}")
  if(NOT triple AND CMAKE_CROSSCOMPILING AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -dumpmachine
      OUTPUT_VARIABLE triple OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  set(${variable} "${triple}" PARENT_SCOPE)
endfunction()

cmake_policy(POP)
