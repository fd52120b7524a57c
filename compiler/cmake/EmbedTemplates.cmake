# Turns the files of templates/ into one C++ source, so that deltac needs no file beside it:
#   cmake -DROOT=templates -DFILES=a;b -DOUTPUT=embedded_templates.cpp -P EmbedTemplates.cmake
# The output is written only when it changes.
cmake_minimum_required(VERSION 3.25)

set(rows "")
foreach(file IN LISTS FILES)
  file(READ "${ROOT}/${file}" text)
  if(text MATCHES "\\)deltac_template\"")
    message(FATAL_ERROR "${file} holds the text that ends a raw string")
  endif()
  string(APPEND rows "    {\"${file}\", R\"deltac_template(${text})deltac_template\"},\n")
endforeach()

set(source "// Made from templates/ by EmbedTemplates.cmake.
#include \"generate/templates.hpp\"

namespace deltac {

std::span<const EmbeddedTemplate> embedded_templates() {
  static constexpr EmbeddedTemplate templates[] = {
${rows}  };
  return templates;
}

}  // namespace deltac
")
set(old "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" old)
endif()
if(NOT old STREQUAL source)
  file(WRITE "${OUTPUT}" "${source}")
else()
  file(TOUCH "${OUTPUT}")  # else Make would run this again and again
endif()
