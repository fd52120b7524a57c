#pragma once
#include <string>
#include <utility>
#include <vector>

#include "plan/alteration.hpp"
#include "plan/key_steps.hpp"

namespace delta {

/// The steps for DEFAULTs in a table's plan, and for the rows that lack a value where a default is new.
class DefaultSteps {
 public:
  DefaultSteps(const Alteration& alteration, StepSink sink) : alteration_(alteration), sink_(std::move(sink)) {}

  /// Fills, sets the defaults, and fills again. The first time before the default is set: a plan that is made after a
  /// run which was killed in between still finds the default missing, and which rows lack a value is asked of the rows.
  /// The second time for rows that were written meanwhile, without the column and so without a value; files tell how
  /// many NULLs they hold, so that it reads little where there are none.
  void add_all();
  /// Adds to needs the steps after which the column has a value in every row.
  void need_filled(std::vector<std::size_t>& needs, const ColumnPath& path) const;

 private:
  using Needs = std::vector<std::size_t>;
  struct Default;

  std::vector<Default> changed() const;
  void fill(const Default& each);
  void set(const Default& each);
  void fill_again(const Default& each);

  const Alteration& alteration_;
  StepSink sink_;
  std::vector<std::pair<ColumnPath, std::size_t>> set_;    // a column, and the step that sets its default
  std::vector<std::pair<ColumnPath, std::size_t>> fills_;  // a column, and a step that fills it
};

}  // namespace delta
