#include "plan/impact.hpp"

#include "delta/model/features.hpp"

namespace delta {
namespace {

Impact plain(std::string text) { return {.text = std::move(text), .one_way = false, .destructive = false}; }
Impact one_way(std::string text) { return {.text = std::move(text), .one_way = true, .destructive = false}; }
Impact loss(std::string text) { return {.text = std::move(text), .one_way = true, .destructive = true}; }

struct ImpactOf {
  bool in_protocol;

  Impact operator()(const action::CreateSchema&) const { return plain("new"); }
  Impact operator()(const action::CreateTable&) const { return plain("new"); }
  Impact operator()(const action::DropTable&) const { return loss("loses the table and all its data"); }
  Impact operator()(const action::RenameTable&) const { return plain("keeps data; breaks who reads the old name"); }
  Impact operator()(const action::EnableFeature& a) const {
    if (in_protocol) return one_way("one way");
    const FeatureInfo* feature = find_feature(a.feature);
    if (feature == nullptr || !feature->readers) return one_way("one way: writers must know it");
    return one_way("one way: readers need Delta reader " +
                   std::to_string(feature->legacy_reader > 0 ? feature->legacy_reader : 3));
  }
  Impact operator()(const action::AddColumn&) const { return plain("nullable; NULL in the rows that are there"); }
  Impact operator()(const action::DropColumn&) const { return loss("loses a column of data"); }
  Impact operator()(const action::RenameColumn&) const { return plain("keeps data; breaks who reads the old name"); }
  Impact operator()(const action::AlterType&) const { return one_way("one way: keeps data"); }
  Impact operator()(const action::DropNotNull&) const { return one_way("one way: readers may meet NULL"); }
  Impact operator()(const action::SetProperty&) const { return plain(""); }
  Impact operator()(const action::UnsetProperty&) const { return plain("the default holds again"); }
  Impact operator()(const action::SetComment&) const { return plain(""); }
  Impact operator()(const action::SetDefault&) const { return plain("for rows to come"); }
  Impact operator()(const action::DropDefault&) const { return plain("for rows to come"); }
  Impact operator()(const action::AddCheck&) const { return plain("reads every row; loses against a writer at work"); }
  Impact operator()(const action::DropCheck&) const { return plain("rows are no longer checked"); }
  Impact operator()(const action::SetClustering& a) const {
    return plain(a.columns.empty() ? "files stay as they lie" : "for rows to come; OPTIMIZE FULL moves the others");
  }
};

}  // namespace

Impact impact_of(const Action& action, bool in_protocol) { return std::visit(ImpactOf{in_protocol}, action); }

std::string step_words(const Action& action) {
  if (const auto* enable = std::get_if<action::EnableFeature>(&action)) {
    const FeatureInfo* feature = find_feature(enable->feature);
    return feature == nullptr ? enable->feature : std::string(feature->words);
  }
  if (const auto* rename = std::get_if<action::RenameColumn>(&action)) return "the rename to " + rename->to.text();
  if (const auto* rename = std::get_if<action::RenameTable>(&action)) return "the rename to " + rename->to.text();
  if (std::holds_alternative<action::CreateSchema>(action)) return "the schema";
  if (std::holds_alternative<action::CreateTable>(action)) return "the table";
  if (std::holds_alternative<action::AddCheck>(action))
    return "the CHECK " + action_subject(action) + " to be added back";
  if (std::holds_alternative<action::DropCheck>(action))
    return "the CHECK " + action_subject(action) + " to be dropped";
  if (std::holds_alternative<action::SetClustering>(action)) return "the new clustering";
  return "column " + action_subject(action);
}

}  // namespace delta
