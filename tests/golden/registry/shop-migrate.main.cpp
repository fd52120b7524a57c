// The migration binary shop-migrate. The build writes this file again.
#include <delta/generated.hpp>

#if DELTA_GENERATED_FORMAT != 1
#error "this file and the installed delta runtime are of different deltac versions: build again with one of them"
#endif

namespace deltac_generated {
extern const delta::generated::Registry registry_shop_migrate;
}

int main(int argc, char** argv) { return delta_migration_main(&deltac_generated::registry_shop_migrate, argc, argv); }
