#include <delta/annotations.hpp>

#include <string>
#include <vector>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  char grade;
  wchar_t wide;
  char8_t eight;
  std::vector<char> text;
  std::wstring name;
  std::u8string title;
  signed char number;
};
