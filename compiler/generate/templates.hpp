#pragma once
#include <span>
#include <string_view>

namespace deltac {

/// A file of templates/, built into the program by cmake/EmbedTemplates.cmake.
struct EmbeddedTemplate {
  std::string_view path;
  std::string_view text;
};

std::span<const EmbeddedTemplate> embedded_templates();

}  // namespace deltac
