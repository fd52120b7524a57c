// What a migration binary does with a registry, without compiling one: the fragments are linked here, and the rest is
// the binary's own code. The hooks let a case be somebody else who changes the target while the run goes on.
//
//   migrate [--registry NAME] [HOOK WHAT]… FRAGMENT… -- COMMAND OPTION…
//
// HOOK is --before-begin, --before-unit, --after-unit (each: of the first one) or --before-end. WHAT is a shell command, `interrupt`
// for a Ctrl-C, or `full` for a disk that takes no more. DELTAC_NO_LINKS in the environment: the file system knows
// neither hard links nor exclusive renames.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>

#include "app/commands.hpp"
#include "app/saved_plan.hpp"
#include "link/link.hpp"

// Called instead of the C library's.
extern "C" int linkat(int from_dir, const char* from, int to_dir, const char* to, int flags) noexcept {
  if (std::getenv("DELTAC_NO_LINKS") != nullptr) return errno = EPERM, -1;
  using Call = int (*)(int, const char*, int, const char*, int);
  static const auto real = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "linkat"));
  return real(from_dir, from, to_dir, to, flags);
}

extern "C" int renameat2(int from_dir, const char* from, int to_dir, const char* to, unsigned int flags) noexcept {
  if (std::getenv("DELTAC_NO_LINKS") != nullptr && flags != 0) return errno = EINVAL, -1;
  using Call = int (*)(int, const char*, int, const char*, unsigned int);
  static const auto real = reinterpret_cast<Call>(::dlsym(RTLD_NEXT, "renameat2"));
  return real(from_dir, from, to_dir, to, flags);
}

namespace {

using Hooks = std::map<std::string, std::string>;

/// An executor that others disturb.
class Disturbed final : public delta::PlanExecutor {
 public:
  Disturbed(std::unique_ptr<delta::PlanExecutor> inner, Hooks hooks)
      : inner_(std::move(inner)), hooks_(std::move(hooks)) {}

  delta::Expected<void, delta::ExecutionError> begin(const delta::Plan& plan,
                                                     const delta::RunConditions& conditions) override {
    disturb("--before-begin");
    return inner_->begin(plan, conditions);
  }
  delta::Expected<delta::UnitResult, delta::ExecutionError> execute(const delta::TablePlan& table,
                                                                    const delta::Unit& unit) override {
    disturb("--before-unit");
    auto done = inner_->execute(table, unit);
    disturb("--after-unit");
    return done;
  }
  delta::RunEnd end(const delta::Plan& plan) override {
    disturb("--before-end");
    return inner_->end(plan);
  }

 private:
  void disturb(const std::string& hook) {
    const auto what = hooks_.extract(hook);
    if (!what) return;
    if (what.mapped() == "interrupt") {
      std::raise(SIGINT);
    } else if (what.mapped() == "full") {
      const rlimit nothing{0, 0};
      std::signal(SIGXFSZ, SIG_IGN);
      (void)::setrlimit(RLIMIT_FSIZE, &nothing);
    } else if (std::system(what.mapped().c_str()) != 0) {
      std::cerr << "the hook failed: " << what.mapped() << '\n';
      std::exit(1);
    }
  }

  std::unique_ptr<delta::PlanExecutor> inner_;
  Hooks hooks_;
};

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "migrate: " << why << '\n';
  std::exit(70);
}

delta::Registry registry_of(const std::vector<std::string>& paths, const std::string& name) {
  std::vector<delta::Fragment> fragments;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto fragment = delta::fragment_from_json(text, path);
    if (!fragment) give_up(fragment.error().message);
    fragments.push_back(*std::move(fragment));
  }
  auto linked = deltac::link(std::move(fragments), {name, {}, {}});
  if (!linked) give_up(linked.error().message);
  return std::move(linked->registry);
}

}  // namespace

int main(int argc, char** argv) {
  std::string name = "shop";
  std::vector<std::string> fragments;
  Hooks hooks;
  int at = 1;
  for (; at < argc && std::string_view(argv[at]) != "--"; ++at) {
    const std::string word = argv[at];
    if (!word.starts_with("--")) {
      fragments.push_back(word);
    } else if (++at < argc) {
      (word == "--registry" ? name : hooks[word]) = argv[at];
    }
  }
  if (at >= argc) give_up("no command: see the head of this file");
  std::string program = "shop-migrate";
  argv[at] = program.data();
  const auto parsed = delta::app::parse_options(argc - at, argv + at, "a case");
  if (const auto* early = std::get_if<delta::app::EarlyExit>(&parsed)) {
    std::cout << early->out << std::flush;
    std::cerr << early->err;
    return early->code;
  }
  const auto& options = std::get<delta::app::Options>(parsed);
  if (options.command == delta::app::Command::show) {
    return static_cast<int>(delta::app::run_show(options, registry_of(fragments, name)));
  }
  auto session = delta::app::open_with_plan(options, registry_of(fragments, name));
  if (!session) return static_cast<int>(delta::app::complain(options, session.error()));
  if (session->target.executor) {
    session->target.executor = std::make_unique<Disturbed>(std::move(session->target.executor), std::move(hooks));
  }
  return static_cast<int>(delta::app::run_command(*session));
}
