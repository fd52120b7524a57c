#pragma once
#define SHOP_PRELUDE 1
