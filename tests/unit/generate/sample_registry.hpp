#pragma once
#include "delta/model/json.hpp"

namespace deltac::testing {

/// Two libraries whose tables use every part of the model, with texts that are hard to write as C++.
delta::Fragment shop_fragment();
delta::Fragment billing_fragment();

}  // namespace deltac::testing
