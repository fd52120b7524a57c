#pragma once
#include <delta/annotations.hpp>

namespace shop {
#include "row.inc"
}
