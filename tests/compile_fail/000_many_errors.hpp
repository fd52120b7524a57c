#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  missing m0;
  missing m1;
  missing m2;
  missing m3;
  missing m4;
  missing m5;
  missing m6;
  missing m7;
  missing m8;
  missing m9;
  missing m10;
  missing m11;
  missing m12;
  missing m13;
  missing m14;
  missing m15;
  missing m16;
  missing m17;
  missing m18;
  missing m19;
  missing m20;
  missing m21;
};

struct Sound {
  DELTA_TABLE("shop.silver.sound", cluster_by("nme"));
  int id;
};
