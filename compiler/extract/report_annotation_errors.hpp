#pragma once
#include <vector>

#include "extract/annotation_errors.hpp"
#include "extract/context.hpp"

namespace deltac::extract {

/// Says in the user's words what clang found wrong with annotations.
void report_annotation_errors(const std::vector<AnnotationError>& errors, Context& context);

}  // namespace deltac::extract
