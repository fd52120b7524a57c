#include "adapters/odbc/secrets.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace delta::odbc {
namespace {

std::string masked(const std::string& text, std::vector<std::string> secrets = {}) { return mask(text, secrets); }

TEST(Secrets, KeysAreKnownInAnySpelling) {
  for (const char* key : {"PWD", "pwd", "Password", "AccessToken", "Auth_AccessToken", "Access_Token", "ClientSecret",
                          "Auth_Client_Secret", "SSLKeyPassword", "Auth_RefreshToken", "Api-Key", "token"}) {
    EXPECT_TRUE(is_secret_key(key)) << key;
  }
  for (const char* key : {"UID", "Host", "DSN", "Port", "HTTPPath", "AuthMech", "Auth_Flow", "TokenCacheOn"}) {
    EXPECT_FALSE(is_secret_key(key)) << key;
  }
}

TEST(Secrets, ValuesAreMaskedWhereverTheyStand) {
  EXPECT_EQ(masked("bad password hunter2 for hunter2x", {"hunter2"}), "bad password *** for ***x");
  EXPECT_EQ(masked("a.b*c", {"a.b*c"}), "***");
  EXPECT_EQ(masked("nothing here", {""}), "nothing here");
}

TEST(Secrets, AShortSecretDoesNotBlotOutWords) {
  EXPECT_EQ(masked("a table and 'a' again", {"a"}), "*** table and '***' again");
}

TEST(Secrets, ConnectionStringsInMessagesAreMaskedByKey) {
  EXPECT_EQ(masked("cannot open DSN=p;PWD=hunter2;UID=me"), "cannot open DSN=p;PWD=***;UID=me");
  EXPECT_EQ(masked("DSN=p;pwd={a;b}}c};UID=me"), "DSN=p;pwd=***;UID=me");
  EXPECT_EQ(masked("Auth_AccessToken = dapi0123, next"), "Auth_AccessToken = ***, next");
  EXPECT_EQ(masked("password: \"two words\" refused"), "password: *** refused");
  EXPECT_EQ(masked("PWD=;UID=me"), "PWD=;UID=me");
  EXPECT_EQ(masked("HTTPPath=/sql/1.0;Host=h"), "HTTPPath=/sql/1.0;Host=h");
}

}  // namespace
}  // namespace delta::odbc
