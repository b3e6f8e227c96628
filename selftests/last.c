// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: ns_last_pid and the last field of /proc/loadavg tell the number that
 * the reader's namespace gave out last, and what is written to ns_last_pid is
 * where the next fork() goes on from.
 */
#include "kselftest_harness.h"
#include "pid_proc.h"
#include "pid_table.h"

#define SPARE		100
#define TRIES		1000
#define FORKERS		2
#define FORKS		500	/* of each */
#define WRITERS		2
#define WRITES		20	/* before a writer pauses */

static int loadavg_last(void)
{
	FILE *f = fopen("/proc/loadavg", "re");
	int last = -1;

	if (!f)
		return -1;
	if (fscanf(f, "%*s %*s %*s %*s %d", &last) != 1)
		last = -1;
	fclose(f);
	return last;
}

FIXTURE(last)
{
	int pid_max;
};

FIXTURE_LEVELS(last, 1, 4);

FIXTURE_SETUP(last)
{
	if (!has_last_pid(_metadata))
		return;
	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
}

FIXTURE_TEARDOWN(last)
{
}

TEST_F(last, read)
{
	pid_t nr = 1, exact;
	int i;

	EXPECT_EQ(1, read_int(NS_LAST_PID));
	EXPECT_EQ(1, loadavg_last());
	for (i = 0; i < self->pid_max + 10; i++) {
		nr = next_pid();
		ASSERT_EQ(nr, read_int(NS_LAST_PID));
		ASSERT_EQ(nr, loadavg_last());
	}
	/* A number asked for is not one given out. */
	exact = self->pid_max - 1;
	ASSERT_EQ(exact, hold_at(&exact, 1));
	EXPECT_EQ(nr, read_int(NS_LAST_PID));
	EXPECT_EQ(nr, loadavg_last());
}

static bool last_is(const char *want)
{
	char text[16];

	return slurp(AT_FDCWD, NS_LAST_PID, text, sizeof(text)) > 0 && !strcmp(text, want);
}

/* PID 1 was asked for as well, so no number was given out so far. */
TEST_F(last, none_yet)
{
	const pid_t one = 1;
	pid_t pid = clone_at(CLONE_NEWPID, &one, 1);

	if (!pid)
		_exit(!last_is("-1\n") || next_pid() != 2 || !last_is("2\n"));
	ASSERT_GT(pid, 0);
	EXPECT_EQ(0, wait_exit(pid));
}

TEST_F(last, write)
{
	const struct {
		int last, next;
	} step[] = {
		{ 50, 51 },
		{ RESERVED_PIDS - 2, RESERVED_PIDS - 1 },
		{ RESERVED_PIDS - 1, RESERVED_PIDS },
		{ RESERVED_PIDS, RESERVED_PIDS + 1 },
		{ self->pid_max - 2, self->pid_max - 1 },
		{ self->pid_max - 1, RESERVED_PIDS },
		{ self->pid_max, RESERVED_PIDS },
		{ 0, 2 },			/* 1 is taken */
		{ 20, 21 },
		{ 10, 11 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(step); i++) {
		ASSERT_EQ(0, write_int(NS_LAST_PID, step[i].last));
		EXPECT_EQ(step[i].last, read_int(NS_LAST_PID));
		EXPECT_EQ(step[i].last, loadavg_last());
		EXPECT_EQ(step[i].next, next_pid());
		EXPECT_EQ(step[i].next, read_int(NS_LAST_PID));
	}
}

TEST_F(last, out_of_range)
{
	pid_t nr = next_pid();

	EXPECT_EQ(-1, write_int(NS_LAST_PID, -1));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(-1, write_int(NS_LAST_PID, self->pid_max + 1));
	EXPECT_EQ(EINVAL, errno);
	EXPECT_EQ(nr, read_int(NS_LAST_PID));
	EXPECT_EQ(nr + 1, next_pid());
}

/* What is taken is passed over, wherever one starts. */
TEST_F(last, write_before_taken)
{
	pid_t taken = hold();

	ASSERT_EQ(0, write_int(NS_LAST_PID, taken - 1));
	EXPECT_EQ(taken + 1, next_pid());
	ASSERT_EQ(0, write_int(NS_LAST_PID, taken - 1));
	drop(taken);
	EXPECT_EQ(taken, next_pid());
}

/* Anyone may read it, few may write it. */
TEST_F(last, unprivileged)
{
	pid_t nr, pid = fork();

	nr = pid;
	if (!pid) {
		ASSERT_EQ(0, setresuid(NOBODY, NOBODY, NOBODY));
		nr = read_int(NS_LAST_PID);
		EXPECT_EQ(getpid(), nr);
		EXPECT_EQ(-1, write_int(NS_LAST_PID, 50));
		EXPECT_EQ(EPERM, errno);
		EXPECT_EQ(nr, read_int(NS_LAST_PID));
		_exit(0);
	}
	EXPECT_EQ(0, wait_exit(pid));
	EXPECT_EQ(nr + 1, next_pid());
}

/* Each namespace has its own: inside it moves, out here by one child at most. */
TEST_F(last, of_each_namespace)
{
	pid_t pid = clone_at(CLONE_NEWPID, NULL, 0);

	if (!pid) {
		EXPECT_EQ(1, read_int(NS_LAST_PID));
		EXPECT_EQ(1, loadavg_last());
		EXPECT_EQ(0, write_int(NS_LAST_PID, RESERVED_PIDS + 50));
		EXPECT_EQ(RESERVED_PIDS + 51, next_pid());
		EXPECT_EQ(RESERVED_PIDS + 51, loadavg_last());
		_exit(0);
	}
	ASSERT_EQ(0, wait_exit(pid));
	EXPECT_EQ(pid + 1, read_int(NS_LAST_PID));
	EXPECT_EQ(pid + 1, loadavg_last());
	EXPECT_EQ(pid + 2, next_pid());
}

static int write_anywhere(int pid_max, int *writes)
{
	srand(getpid());
	while (!table_flag(&table->stop)) {
		if (write_int(NS_LAST_PID, rand() % (pid_max + 1)))
			return 1;
		if (!(__atomic_add_fetch(writes, 1, __ATOMIC_RELAXED) % WRITES))
			usleep(500);
	}
	return 0;
}

/* Forks while others write get numbers in range, none of them twice. */
static void forks_against_writes(struct __test_metadata *_metadata, int pid_max)
{
	int *writes = mmap(NULL, sizeof(*writes), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t forker[FORKERS], writer[WRITERS];
	int i;

	ASSERT_NE(MAP_FAILED, writes);
	for (i = 0; i < WRITERS; i++) {
		writer[i] = fork_tied();
		if (!writer[i])
			_exit(write_anywhere(pid_max, writes));
	}
	for (i = 0; i < FORKERS; i++) {
		forker[i] = fork_tied();
		if (!forker[i])
			_exit(table_forks(FORKS, pid_max));
	}
	for (i = 0; i < FORKERS; i++)
		EXPECT_EQ(0, wait_exit(forker[i]));
	table_raise(&table->stop);
	for (i = 0; i < WRITERS; i++)
		EXPECT_EQ(0, wait_exit(writer[i]));
	EXPECT_EQ(FORKERS * FORKS, table->tasks[1]);
	EXPECT_EQ(0, table->violations);
	EXPECT_GT(*writes, 0);
	TH_LOG("%d writes", *writes);
}

/* A task that writes alone gets what it asks for, each number that is free. */
TEST_F(last, write_while_others_fork)
{
	pid_t nr;

	ASSERT_TRUE(table_create());
	forks_against_writes(_metadata, self->pid_max);
	for (nr = 2; nr < self->pid_max; nr++) {
		ASSERT_EQ(0, write_int(NS_LAST_PID, nr - 1));
		ASSERT_EQ(nr, next_pid());
	}
}

/* Where we are others may fork in between: look until they do not. */
TEST(agree_here)
{
	int before, loadavg, after, i;

	ASSERT_TRUE(watch());
	if (!has_last_pid(_metadata))
		return;
	for (i = 0; i < TRIES; i++) {
		before = next_pid();
		loadavg = loadavg_last();
		after = read_int(NS_LAST_PID);
		if (before == after)
			break;
	}
	if (i == TRIES)
		SKIP(return, "others fork too often");
	EXPECT_EQ(before, loadavg);
}

TEST_HARNESS_MAIN
