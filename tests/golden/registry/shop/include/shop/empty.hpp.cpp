// What include/shop/empty.hpp, library shop declares, as deltac read it.
// The build writes this file again: change the header instead.
#include <delta/generated.hpp>

#if DELTA_GENERATED_FORMAT != 1
#error "this file and the installed delta runtime are of different deltac versions: build again with one of them"
#endif

// Names of its own, so that several such files may be compiled as one.
namespace deltac_generated::header_shop_include_shop_empty_hpp_2a3e8785_parts {
using namespace delta::generated;
}  // namespace deltac_generated::header_shop_include_shop_empty_hpp_2a3e8785_parts

namespace deltac_generated {
extern const delta::generated::Header header_shop_include_shop_empty_hpp_2a3e8785;
constexpr delta::generated::Header header_shop_include_shop_empty_hpp_2a3e8785{
    .library = "shop",
    .path = "include/shop/empty.hpp",
};
}  // namespace deltac_generated
