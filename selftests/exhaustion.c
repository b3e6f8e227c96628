// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: with no number left, fork() fails with EAGAIN, and each task that
 * goes makes room for exactly one. Nothing leaks, be it in forks that fail or in
 * namespaces that die.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_alloc.h"

#define SPARE		60
#define ROUNDS		100
#define INNER_ROUNDS	10
#define INNER_TASKS	10

struct holders {
	int n, max;
	pid_t pid[];
};

FIXTURE(exhaustion)
{
	int pid_max;
	struct holders *all;
};

/* The outermost level runs out first: it has the inits of the others, too. */
FIXTURE_LEVELS(exhaustion, 1, 4);

FIXTURE_SETUP(exhaustion)
{
	if (!has_own_pid_max(_metadata))
		return;
	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
	self->all = calloc(1, sizeof(*self->all) + self->pid_max * sizeof(pid_t));
	ASSERT_NE(NULL, self->all);
	self->all->max = self->pid_max;	/* more than there can be */
}

FIXTURE_TEARDOWN(exhaustion)
{
}

/* Take all the numbers there are. Return how many. */
static int fill(struct __test_metadata *_metadata, struct holders *all)
{
	errno = 0;
	for (all->n = 0; all->n < all->max; all->n++) {
		all->pid[all->n] = hold();
		if (all->pid[all->n] < 0)
			break;
	}
	EXPECT_EQ(EAGAIN, errno);
	return all->n;
}

static void empty(struct holders *all)
{
	while (all->n)
		drop(all->pid[--all->n]);
}

static int fork_error(void)
{
	pid_t pid = next_pid();

	return pid < 0 ? errno : 0;
}

static void *no_thread(void *unused)
{
	return unused;
}

static int thread_error(void)
{
	pthread_t thread;
	int err = pthread_create(&thread, NULL, no_thread, NULL);

	return err ? err : pthread_join(thread, NULL);
}

/* A thread can be joined a little before its number is free. */
static pid_t hold_after_thread(void)
{
	pid_t pid;

	do
		pid = hold();
	while (pid < 0 && errno == EAGAIN);
	return pid;
}

TEST_F(exhaustion, one_goes_one_comes)
{
	int i, last;

	/* First time around: all but pid_max, 0, and the inits. */
	ASSERT_EQ(self->pid_max - 1 - variant->levels, fill(_metadata, self->all));
	last = self->all->n - 1;
	EXPECT_EQ(EAGAIN, fork_error());
	EXPECT_EQ(EAGAIN, thread_error());
	for (i = 0; i < ROUNDS; i++) {
		int which = last - i * 7 % (last - RESERVED_PIDS);

		drop(self->all->pid[which]);
		self->all->pid[which] = hold();
		ASSERT_GT(self->all->pid[which], 0);
		ASSERT_EQ(EAGAIN, fork_error());
	}
	drop(self->all->pid[last]);
	EXPECT_EQ(0, thread_error());
	self->all->pid[last] = hold_after_thread();
	EXPECT_GT(self->all->pid[last], 0);
	EXPECT_EQ(EAGAIN, thread_error());
}

/* Only set_tid may use a number below 300 again. */
TEST_F(exhaustion, reserved)
{
	pid_t nr[LEVELS_MAX];
	int i;

	fill(_metadata, self->all);
	for (i = 0; i < ns_level; i++)
		nr[i] = nr_at_level(self->all->pid[50], ns_level - i);
	drop(self->all->pid[50]);
	EXPECT_EQ(EAGAIN, fork_error());
	self->all->pid[50] = hold_at(nr, ns_level);
	EXPECT_EQ(nr[0], self->all->pid[50]);
}

/* From the second time around, it is those from 300 on. */
TEST_F(exhaustion, forks_that_fail_leak_nothing)
{
	int err, i;

	fill(_metadata, self->all);
	for (i = 0; i < self->pid_max + ROUNDS; i++) {
		err = fork_error();
		ASSERT_EQ(EAGAIN, err);
	}
	empty(self->all);
	EXPECT_EQ(self->pid_max - RESERVED_PIDS, fill(_metadata, self->all));
	empty(self->all);
	EXPECT_EQ(self->pid_max - RESERVED_PIDS, fill(_metadata, self->all));
}

/* Tasks in a namespace below ours, until it is killed. */
static pid_t inner_namespace(int tasks)
{
	pid_t init = clone_tied(CLONE_NEWPID, NULL, 0);

	if (init)
		return init;
	while (tasks-- && fork())
		;
	for (;;)
		pause();
}

TEST_F(exhaustion, namespaces_that_die_leak_nothing)
{
	int i;

	fill(_metadata, self->all);
	empty(self->all);
	for (i = 0; i < INNER_ROUNDS; i++) {
		pid_t init = inner_namespace(INNER_TASKS);

		ASSERT_GT(init, 0);
		drop(init);
	}
	EXPECT_EQ(self->pid_max - RESERVED_PIDS, fill(_metadata, self->all));
}

/* The first task of a namespace needs a number out here. */
TEST_F(exhaustion, no_number_for_init)
{
	pid_t pid;
	int i;

	fill(_metadata, self->all);
	ASSERT_EQ(0, unshare(CLONE_NEWPID));
	for (i = 0; i < 10; i++)
		EXPECT_EQ(EAGAIN, fork_error());
	drop(self->all->pid[self->all->n - 1]);
	pid = fork();
	if (!pid)
		_exit(getpid() == 1 ? 0 : 1);
	ASSERT_GT(pid, 0);
	EXPECT_EQ(0, wait_exit(pid));
}

TEST_HARNESS_MAIN
