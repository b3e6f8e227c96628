// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: with no number left, fork() fails with EAGAIN, and each task that
 * goes makes room for exactly one. Nothing leaks, be it in forks that fail or in
 * namespaces that die. A pid_max that is lowered below live tasks does not hurt
 * them: they are found, listed, and die with their namespace.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_proc.h"

#define SPARE		60
#define ROUNDS		100
#define INNER_ROUNDS	10
#define INNER_TASKS	10
#define TIMEOUT		120

struct holders {
	int n, max;
	pid_t pid[];
};

FIXTURE(exhaustion)
{
	int pid_max;
	struct holders *all;
};

FIXTURE_VARIANT(exhaustion)
{
	int levels;
};

FIXTURE_VARIANT_ADD(exhaustion, nested_1)
{
	.levels = 1,
};

/* The outermost level runs out first: it has the inits of the others, too. */
FIXTURE_VARIANT_ADD(exhaustion, nested_4)
{
	.levels = 4,
};

/* Other levels must have more room than the one that is filled. */
static void needs_own_pid_max(struct __test_metadata *_metadata)
{
	if (probe_pid_max()) {
		ASSERT_TRUE(cannot(errno));
		SKIP(return, "no pid_max for each namespace: %s", strerror(errno));
	}
}

FIXTURE_SETUP(exhaustion)
{
	needs_own_pid_max(_metadata);
	if (_metadata->exit_code)
		return;
	setup_ns(_metadata, variant->levels, SPARE);
	if (_metadata->exit_code)
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
	double deadline = now() + TIMEOUT / 4;
	pid_t pid;

	do
		pid = hold();
	while (pid < 0 && errno == EAGAIN && now() < deadline);
	return pid;
}

TEST_F_TIMEOUT(exhaustion, one_goes_one_comes, TIMEOUT)
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
TEST_F_TIMEOUT(exhaustion, reserved, TIMEOUT)
{
	pid_t nr[LEVELS_MAX];
	int i;

	fill(_metadata, self->all);
	for (i = 0; i < ns_level; i++)
		nr[i] = nr_at_level(self->all->pid[50], ns_level - i);
	drop(self->all->pid[50]);
	EXPECT_EQ(EAGAIN, fork_error());
	self->all->pid[50] = hold_at(nr, ns_level);
	if (self->all->pid[50] < 0 && errno == EPERM)
		SKIP(return, "needs CAP_CHECKPOINT_RESTORE");
	EXPECT_EQ(nr[0], self->all->pid[50]);
}

/* From the second time around, it is those from 300 on. */
TEST_F_TIMEOUT(exhaustion, forks_that_fail_leak_nothing, TIMEOUT)
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

TEST_F_TIMEOUT(exhaustion, namespaces_that_die_leak_nothing, TIMEOUT)
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
TEST_F_TIMEOUT(exhaustion, no_number_for_init, TIMEOUT)
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

FIXTURE(lowered)
{
	int proc;
	pid_t far[2];
	int far_fd[2];
};

FIXTURE_SETUP(lowered)
{
	const pid_t far[2] = { 5000, PID_MAX_LIMIT - 1 };
	int i;

	needs_own_pid_max(_metadata);
	if (_metadata->exit_code)
		return;
	setup_ns(_metadata, 1, SPARE);
	if (_metadata->exit_code)
		return;
	ASSERT_EQ(0, write_int(PID_MAX, PID_MAX_LIMIT));
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	for (i = 0; i < 2; i++) {
		self->far[i] = hold_at(&far[i], 1);
		if (self->far[i] < 0 && errno == EPERM)
			SKIP(return, "needs CAP_CHECKPOINT_RESTORE");
		ASSERT_EQ(far[i], self->far[i]);
		self->far_fd[i] = sys_pidfd_open(far[i], 0);
		ASSERT_GE(self->far_fd[i], 0);
	}
	ASSERT_GT(lower_pid_max(SPARE), 0);
}

FIXTURE_TEARDOWN(lowered)
{
}

TEST_F(lowered, live_ones_are_found)
{
	int i, fd;

	for (i = 0; i < 2; i++) {
		EXPECT_EQ(0, kill(self->far[i], 0));
		EXPECT_EQ(1, listed(self->proc, self->far[i]));
		fd = sys_pidfd_open(self->far[i], 0);
		EXPECT_GE(fd, 0);
		close(fd);
		drop(self->far[i]);
		EXPECT_EQ(-1, kill(self->far[i], 0));
		EXPECT_EQ(0, listed(self->proc, self->far[i]));
	}
}

TEST_F(lowered, new_ones_keep_below)
{
	int pid_max = read_int(PID_MAX), i;
	pid_t nr;

	for (i = 0; i < 2 * SPARE; i++) {
		nr = next_pid();
		ASSERT_GT(nr, 0);
		ASSERT_LT(nr, pid_max);
	}
	EXPECT_EQ(-1, hold_at(&pid_max, 1));
	EXPECT_EQ(EINVAL, errno);
	drop(self->far[0]);
	EXPECT_EQ(-1, hold_at(&self->far[0], 1));
	EXPECT_EQ(EINVAL, errno);
}

/* Far beyond pid_max, tasks still die with their init. */
TEST_F(lowered, they_die_with_their_namespace)
{
	const pid_t far = PID_MAX_LIMIT - 2;
	int alive[2], status;
	pid_t init;
	char c;

	ASSERT_EQ(0, pipe2(alive, O_CLOEXEC));
	init = clone_tied(CLONE_NEWPID, NULL, 0);
	if (!init) {
		close(alive[0]);
		if (hold_at(&far, 1) != far || lower_pid_max(SPARE) < 0)
			_exit(1);
		if (write(alive[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	ASSERT_GT(init, 0);
	close(alive[1]);
	ASSERT_EQ(1, read(alive[0], &c, 1));
	ASSERT_EQ(0, kill(init, SIGKILL));
	ASSERT_EQ(init, waitpid(init, &status, 0));
	ASSERT_EQ(0, fcntl(alive[0], F_SETFL, O_NONBLOCK));
	EXPECT_EQ(0, read(alive[0], &c, 1));
}

TEST_HARNESS_MAIN
