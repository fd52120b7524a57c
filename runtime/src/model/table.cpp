#include "delta/model/table.hpp"
