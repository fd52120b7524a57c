// Journals of runs, with the hashes that they should have and without.
#include "execute/journal.hpp"
#include "fuzz_input.hpp"

#include "delta/model/fingerprint.hpp"

namespace {

/// Each line with the hash that makes it count, so that what stands in it is read too.
std::string with_right_hashes(std::string_view text) {
  std::string out = delta::journal_head();
  std::string hash;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string json(text.substr(0, end));
    hash = delta::sha256_hex(hash + json).substr(0, 32);
    out += hash + " " + json + "\n";
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

void check(const std::string& text) {
  const auto journal = delta::read_journal(text, "run.journal");
  if (!journal) {
    fuzz::require(!journal.error().message.empty(), "a refusal says why");
    return;
  }
  fuzz::require(journal->whole_bytes <= text.size(), "no more is whole than there is");
  std::string again = delta::journal_head();
  std::string hash;
  for (const delta::JournalRecord& record : journal->records) again += delta::journal_line(record, hash);
  const auto read = delta::read_journal(again, "again.journal");
  fuzz::require(static_cast<bool>(read), "what is written can be read");
  fuzz::require(read->records == journal->records, "what is read is what was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check(std::string(fuzz::text_of(data, size)));
  check(with_right_hashes(fuzz::text_of(data, size)));
  return 0;
}
