#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The JSON of a Delta log, kept so that what we do not understand is written back as it was: members in their order,
/// numbers in their spelling. A general library would turn 1e2 into 100.0 and sort or merge members.
namespace delta::lake {

struct JsonMember;

struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;  ///< a string's value, a number's spelling
  std::vector<Json> items;
  std::vector<JsonMember> members;

  static Json of(std::string value);
  static Json of(const char* value);
  static Json of(std::int64_t value);
  static Json of(bool value);
  static Json array();
  static Json array(std::vector<Json> items);
  static Json object();
  static Json object(std::vector<JsonMember> members);

  bool is_string() const noexcept { return kind == Kind::string; }
  bool is_array() const noexcept { return kind == Kind::array; }
  bool is_object() const noexcept { return kind == Kind::object; }

  /// The member of that name, or nullptr; a member that is null counts as missing, as in Delta.
  const Json* find(std::string_view name) const;
  Json* find(std::string_view name);
  /// The value of a string member, or nullptr.
  const std::string* find_string(std::string_view name) const;
  /// A number without fraction that fits.
  std::optional<std::int64_t> integer() const;

  /// Replaces the member where it stands, or appends it.
  Json& set(std::string_view name, Json value);
  void erase(std::string_view name);

  std::string dump() const;
};

struct JsonMember {
  std::string name;
  Json value;
};

/// Equal as data: the order of members does not count, and neither does a member that is null.
bool same_value(const Json& a, const Json& b);

/// Walks JSON text without building anything, so that the large actions of a commit can be passed over quickly.
/// Every method throws `LogError` for text that is no JSON; nesting is bounded.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : text_(text) {}

  /// The next byte that is no white space, or '\0' at the end.
  char peek();
  /// Takes `c`, or fails.
  void expect(char c);
  bool take(char c);
  std::string read_string();
  /// Calls `member(name)` for each member of the object here; `member` must take the value.
  template <class Member>
  void read_object(const Member& member) {
    expect('{');
    if (take('}')) return;
    std::string name;
    do {
      peek();
      name = read_string();
      expect(':');
      member(std::string_view(name));
    } while (take(','));
    expect('}');
  }
  Json read_value(int depth = 0);
  void skip_value(int depth = 0);
  void expect_end();

 private:
  [[noreturn]] void fail(const char* what) const;
  void skip_string();
  void skip_number();
  void word(std::string_view expected);
  void read_escape(std::string& out);
  std::uint32_t read_hex4();

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Reads one value and nothing after it; throws `LogError`.
Json parse_json(std::string_view text);

}  // namespace delta::lake
