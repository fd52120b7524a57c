#include "extract/parse_flags.hpp"

#include <clang/Driver/Options.h>
#include <llvm/Option/Arg.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>

#include <algorithm>
#include <array>
#include <regex>
#include <string_view>

namespace deltac::extract {
namespace {

namespace options = clang::driver::options;
using llvm::opt::Arg;

/// -f flags after which a declaration may mean something else.
constexpr std::array kMeaningfulFlags{"-fexceptions",
                                      "-fno-exceptions",
                                      "-fcxx-exceptions",
                                      "-fno-cxx-exceptions",
                                      "-frtti",
                                      "-fno-rtti",
                                      "-fsigned-char",
                                      "-fno-signed-char",
                                      "-funsigned-char",
                                      "-fno-unsigned-char",
                                      "-fshort-enums",
                                      "-fno-short-enums",
                                      "-fshort-wchar",
                                      "-fno-short-wchar",
                                      "-fchar8_t",
                                      "-fno-char8_t",
                                      "-fms-extensions",
                                      "-fdeclspec",
                                      "-fms-compatibility",
                                      "-ffreestanding",
                                      "-fhosted",
                                      "-fno-operator-names",
                                      "-fgnu-keywords",
                                      "-fno-gnu-keywords",
                                      "-ftrigraphs",
                                      "-fno-trigraphs",
                                      "-fblocks",
                                      "-fopenmp",
                                      "-fno-openmp",
                                      "-faligned-allocation",
                                      "-fsized-deallocation"};
constexpr std::array kMeaningfulPrefixes{"-fpack-struct",   "-ftemplate-depth",           "-fconstexpr-",
                                         "-fbracket-depth", "-fms-compatibility-version", "-fmacro-prefix-map"};

bool changes_declarations(std::string_view flag) {
  return std::ranges::find(kMeaningfulFlags, flag) != kMeaningfulFlags.end() ||
         std::ranges::any_of(kMeaningfulPrefixes, [&](std::string_view prefix) { return flag.starts_with(prefix); });
}

/// A directory with headers that belong to one compiler: its stddef.h does not work with another.
bool belongs_to_a_compiler(const std::string& directory) {
  static const std::regex pattern(R"(.*/(lib\w*/gcc/[^/]+/[^/]+/include(-fixed)?|lib\w*/clang/[^/]+/include)/?)");
  return std::regex_match(directory, pattern);
}

bool is_kept(const Arg& arg, const std::string& spelling) {
  const llvm::opt::Option& option = arg.getOption();
  if (option.matches(options::OPT_include_pch)) return false;
  if (option.matches(options::OPT_I_Group) || option.matches(options::OPT_clang_i_Group)) {
    return arg.getNumValues() == 0 || !belongs_to_a_compiler(arg.getValue(0));
  }
  for (const unsigned kept :
       {options::OPT_D, options::OPT_U, options::OPT__sysroot_EQ, options::OPT__sysroot, options::OPT_target,
        options::OPT_target_legacy_spelling, options::OPT_stdlib_EQ, options::OPT_nostdinc, options::OPT_nostdincxx,
        options::OPT_nostdlibinc, options::OPT_pthread, options::OPT_gcc_toolchain, options::OPT_gcc_install_dir_EQ,
        options::OPT_Xclang, options::OPT_undef, options::OPT_resource_dir, options::OPT_resource_dir_EQ,
        options::OPT_stdlibxx_isystem, options::OPT_m_Group}) {
    if (option.matches(kept)) return true;
  }
  return option.matches(options::OPT_f_Group) && changes_declarations(spelling);
}

/// The -std flag to parse with: what the user says, or C++20 in the same dialect if that is older.
std::string standard_of(std::string_view value) {
  constexpr std::array recent{"20", "2a", "23", "2b", "26", "2c"};
  const bool gnu = !value.starts_with("c++");
  const std::size_t plus = value.find("++");
  const bool is_recent =
      plus != std::string_view::npos && std::ranges::find(recent, value.substr(plus + 2)) != recent.end();
  return "-std=" + (is_recent ? std::string(value) : std::string(gnu ? "gnu++20" : "c++20"));
}

/// Of -Wp,a,b the parts that define macros.
void keep_preprocessor_parts(const Arg& arg, std::vector<std::string>& kept) {
  for (const std::string_view part : arg.getValues()) {
    if (part.starts_with("-D") || part.starts_with("-U")) kept.emplace_back(part);
  }
}

}  // namespace

std::vector<std::string> parse_flags(std::span<const std::string> flags) {
  std::vector<const char*> pointers;
  pointers.reserve(flags.size());
  for (const std::string& flag : flags) {
    if (!flag.empty()) pointers.push_back(flag.c_str());
  }
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  const llvm::opt::InputArgList args = clang::driver::getDriverOptTable().ParseArgs(
      pointers, missing_index, missing_count, llvm::opt::Visibility(options::ClangOption));

  std::vector<std::string> kept;
  std::string standard = "-std=gnu++20";
  for (const Arg* arg : args) {
    llvm::opt::ArgStringList rendered;
    arg->render(args, rendered);
    if (arg->getOption().matches(options::OPT_std_EQ)) {
      standard = standard_of(arg->getValue());
    } else if (arg->getOption().matches(options::OPT_Wp_COMMA)) {
      keep_preprocessor_parts(*arg, kept);
    } else if (!rendered.empty() && is_kept(*arg, rendered.front())) {
      kept.insert(kept.end(), rendered.begin(), rendered.end());
    }
  }
  kept.push_back(standard);
  return kept;
}

}  // namespace deltac::extract
