// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: numbers are handed out in increasing order. After pid_max - 1 they go
 * on from 300 (what is below stays reserved for the tasks of boot), and numbers
 * in use are passed over. Two tasks that fork at once never get the same.
 */
#include "kselftest_harness.h"
#include "pid_table.h"

#define SPARE		100	/* numbers above the lowest pid_max possible */
#define FORKERS		2
#define FORKS		500	/* of each forker: a few times around */
#define FORKS_HERE	100	/* half of COMMON_SPARE: not once around */

/* The number that follows in a namespace where nobody else forks. */
static pid_t follower(pid_t nr, int pid_max)
{
	return nr + 1 < pid_max ? nr + 1 : RESERVED_PIDS;
}

/* Fork until a number has been used. */
static void fork_up_to(struct __test_metadata *_metadata, pid_t nr, int pid_max)
{
	int tries = 2 * pid_max;

	while (tries && next_pid() != nr)
		tries--;
	ASSERT_GT(tries, 0);
}

FIXTURE(order)
{
	int pid_max;
};

FIXTURE_LEVELS(order, 1, 4);

FIXTURE_SETUP(order)
{
	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
}

FIXTURE_TEARDOWN(order)
{
}

/* Nobody else is here, so each number is known, twice around. */
TEST_F(order, one_by_one)
{
	int wraps = 0;
	pid_t nr, last = 1;

	ASSERT_EQ(1, getpid());
	while (wraps < 3) {
		nr = next_pid();
		ASSERT_EQ(follower(last, self->pid_max), nr);
		wraps += nr < last;
		last = nr;
	}
}

/* The numbers in use: around the wrap, and one in the middle. */
TEST_F(order, taken_are_passed_over)
{
	pid_t taken[4], nr, last;
	int i;

	fork_up_to(_metadata, self->pid_max - 1, self->pid_max);
	taken[0] = hold();		/* 300 and 301 */
	taken[1] = hold();
	ASSERT_EQ(RESERVED_PIDS, taken[0]);
	ASSERT_EQ(RESERVED_PIDS + 1, taken[1]);
	fork_up_to(_metadata, self->pid_max - 5, self->pid_max);
	taken[2] = hold();
	fork_up_to(_metadata, self->pid_max - 2, self->pid_max);
	taken[3] = hold();		/* the last there is */
	ASSERT_EQ(self->pid_max - 4, taken[2]);
	ASSERT_EQ(self->pid_max - 1, taken[3]);

	EXPECT_EQ(RESERVED_PIDS + 2, next_pid());
	for (last = RESERVED_PIDS + 2; last != self->pid_max - 2; last = nr) {
		nr = next_pid();
		ASSERT_EQ(last + (last + 1 == taken[2] ? 2 : 1), nr);
	}
	EXPECT_EQ(RESERVED_PIDS + 2, next_pid());
	for (i = 0; i < 4; i++)
		drop(taken[i]);
	EXPECT_EQ(RESERVED_PIDS + 3, next_pid());
}

/* A number that is free again is not used again before the wrap. */
TEST_F(order, freed_not_used_at_once)
{
	pid_t first = hold(), second = hold();

	ASSERT_EQ(first + 1, second);
	drop(first);
	EXPECT_EQ(second + 1, next_pid());
	drop(second);
	EXPECT_EQ(second + 2, next_pid());
}

/*
 * Numbers of one task increase until they wrap; return how often they did, or
 * -1 if they came in another order. The same number again is a wrap, too: others
 * may fork all the way around while this task waits for a CPU.
 */
static int fork_in_order(int forks)
{
	unsigned int token;
	int wraps = 0;
	pid_t nr, last = 0;

	while (forks--) {
		token = table_token(1);
		nr = fork();
		if (!nr)
			_exit(0);
		if (nr < 0)
			return -1;
		table_claim(token, nr);
		if (table_reap(token, nr))
			return -1;
		if (nr < last && nr < RESERVED_PIDS)
			return -1;
		wraps += nr <= last;
		last = nr;
	}
	return wraps;
}

TEST_F(order, two_at_once)
{
	int room = self->pid_max - RESERVED_PIDS - FORKERS;
	int wraps = FORKERS * FORKS / room + 1;
	pid_t forker[FORKERS];
	int i;

	ASSERT_TRUE(table_create());
	for (i = 0; i < FORKERS; i++) {
		forker[i] = fork_tied();
		if (forker[i])
			continue;
		i = fork_in_order(FORKS);
		_exit(i < 0 || i > wraps);
	}
	for (i = 0; i < FORKERS; i++)
		EXPECT_EQ(0, wait_exit(forker[i]));
	EXPECT_EQ(FORKERS * FORKS, table->tasks[1]);
	EXPECT_EQ(0, table->violations);
}

/*
 * Where we are, others may fork too, but not once around in that time, even if
 * the tests above had to lower the pid_max of all.
 */
FIXTURE(order_here)
{
};

FIXTURE_SETUP(order_here)
{
	ASSERT_TRUE(watch());
	ASSERT_TRUE(table_create());
}

FIXTURE_TEARDOWN(order_here)
{
}

TEST_F(order_here, increasing)
{
	int wraps = fork_in_order(FORKS_HERE);

	EXPECT_GE(wraps, 0);
	EXPECT_LE(wraps, 1);
	EXPECT_EQ(0, table->violations);
}

TEST_HARNESS_MAIN
