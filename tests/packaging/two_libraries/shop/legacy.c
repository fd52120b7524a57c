int shop_legacy(void) { return SHOP_C_ONLY; }
