// Types that C++ has no word for. A header that needs one of them may include delta/types/decimal.hpp or time.hpp
// alone, which include next to nothing.
#pragma once
#include "delta/column_type.hpp"
#include "delta/types/bytes.hpp"
#include "delta/types/decimal.hpp"
#include "delta/types/text.hpp"
#include "delta/types/time.hpp"
