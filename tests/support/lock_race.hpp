#pragma once
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace delta::testing {

/// Two processes that begin together try to take a lock, so many times: each time exactly one gets it, and the other is
/// told that it is held. `open` is called once in each process; what it gives tries once.
template <class Open>
void expect_one_winner(int rounds, Open open) {
  const auto play = [&](int gate, int report) {
    const auto take = open();
    char go = 0;
    for (int round = 0; round < rounds; ++round) {
      if (read(gate, &go, 1) != 1) return 1;
      auto held = take();
      const char told = held ? 'w' : held.error().held ? 'l' : 'e';
      if (write(report, &told, 1) != 1) return 1;
      if (read(gate, &go, 1) != 1) return 1;  // all have tried: it is given back
      {
        [[maybe_unused]] const auto gone = std::move(held);
      }
      if (write(report, &told, 1) != 1) return 1;
    }
    return 0;
  };
  std::array<std::array<int, 2>, 2> gates{};
  std::array<std::array<int, 2>, 2> reports{};
  std::array<pid_t, 2> children{};
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(pipe(gates[i].data()), 0);
    ASSERT_EQ(pipe(reports[i].data()), 0);
    children[i] = fork();
    if (children[i] == 0) _exit(play(gates[i][0], reports[i][1]));
    close(reports[i][1]);
  }
  std::array<int, 2> wins{};
  for (int round = 0; round < rounds; ++round) {
    std::array<char, 2> told{};
    const auto first = static_cast<std::size_t>(round % 2);
    for (const std::size_t i : {first, 1 - first}) ASSERT_EQ(write(gates[i][1], "g", 1), 1);
    for (std::size_t i = 0; i < 2; ++i) ASSERT_EQ(read(reports[i][0], &told[i], 1), 1) << "round " << round;
    ASSERT_EQ((told[0] == 'w') + (told[1] == 'w'), 1) << "round " << round << ": " << told[0] << told[1];
    ASSERT_EQ((told[0] == 'l') + (told[1] == 'l'), 1) << "round " << round << ": " << told[0] << told[1];
    ++wins[told[0] == 'w' ? 0 : 1];
    for (std::size_t i = 0; i < 2; ++i) ASSERT_EQ(write(gates[i][1], "b", 1), 1);
    for (std::size_t i = 0; i < 2; ++i) ASSERT_EQ(read(reports[i][0], &told[i], 1), 1);
  }
  for (const pid_t child : children) {
    int status = 1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_GT(wins[0], 0);
  EXPECT_GT(wins[1], 0) << "one is always the quicker: that is no race";
}

}  // namespace delta::testing
