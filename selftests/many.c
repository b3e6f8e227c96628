// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: with many tasks in a namespace, spread over all its numbers, each is
 * found by its number, and a number that no task has finds nobody. readdir() of
 * /proc lists them all. They all go with their init.
 *
 * PID_ALLOC_MANY= in the environment is how many; a large machine has room for
 * 100000 and more.
 */
#include <sys/sysinfo.h>

#include "kselftest_harness.h"
#include "pid_proc.h"

#define MANY		1000
#define LOWEST		100000
#define TASK_BYTES	(256 << 10)	/* generously */

FIXTURE(many)
{
	int proc;
	int n;
	pid_t *nr;
};

FIXTURE_LEVELS(many, 1, 4);

/* No more than there is memory for. */
static int how_many(void)
{
	const char *env = getenv("PID_ALLOC_MANY");
	int threads = read_int("/proc/sys/kernel/threads-max") / 2;
	int n = env ? atoi(env) : MANY;
	struct sysinfo info;
	unsigned long room;

	sysinfo(&info);
	room = (unsigned long long)info.freeram * info.mem_unit / TASK_BYTES;
	if (room < (unsigned long)n)
		n = room;
	return threads < n ? threads : n;
}

/* In increasing order, all at different distances. */
static pid_t number(int i, int n)
{
	int limit = PID_MAX_LIMIT;
	int lowest = limit > LOWEST ? LOWEST : 1000;
	int stride = (limit - lowest) / n;

	return lowest + i * stride + i * 7 % stride;
}

/* In the namespace that we are init of. */
static bool take_numbers(const pid_t *nr, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (hold_at(&nr[i], 1) == nr[i])
			continue;
		dprintf(STDERR_FILENO, "# no task %d at %d: %s\n", i, nr[i], strerror(errno));
		return false;
	}
	return true;
}

FIXTURE_SETUP(many)
{
	int i;

	if (!setup_far(_metadata, variant->levels))
		return;
	self->n = how_many();
	ASSERT_GT(self->n, 1);
	self->nr = calloc(self->n + 2, sizeof(pid_t));
	ASSERT_NE(NULL, self->nr);
	for (i = 0; i < self->n; i++)
		self->nr[i] = number(i, self->n);
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
}

FIXTURE_TEARDOWN(many)
{
}

static int list_up_to(int proc, int max)
{
	pid_t *nr = calloc(max, sizeof(pid_t));
	int n = nr ? list(proc, nr, max) : -1;

	free(nr);
	return n;
}

TEST_F(many, found_and_listed)
{
	pid_t *seen = calloc(self->n + 2, sizeof(pid_t));
	int i, found = 0, beside = 0;

	ASSERT_NE(NULL, seen);
	ASSERT_TRUE(take_numbers(self->nr, self->n));
	for (i = 0; i < self->n; i++) {
		found += !kill(self->nr[i], 0);
		beside += !kill(self->nr[i] - 1, 0) && self->nr[i] - 1 != self->nr[i - !!i];
		beside += !kill(self->nr[i] - LOWEST / 2, 0) && i == 0;
	}
	EXPECT_EQ(self->n, found);
	EXPECT_EQ(0, beside);
	ASSERT_EQ(self->n + 1, list(self->proc, seen, self->n + 2));
	EXPECT_EQ(1, seen[0]);
	for (i = 0; i < self->n; i++)
		ASSERT_EQ(self->nr[i], seen[i + 1]);
	TH_LOG("%d tasks, from %d to %d", self->n, self->nr[0], self->nr[self->n - 1]);
}

/* One level further down. Tell which file is a /proc for in there. */
static void inner_run(const pid_t *nr, int n, int told)
{
	int proc = open_own_proc();

	if (proc < 0 || !take_numbers(nr, n) || write(told, &proc, sizeof(proc)) < 0)
		_exit(KSFT_FAIL);
	for (;;)
		pause();
}

TEST_F(many, go_with_init)
{
	int told[2], proc, pidfd;
	pid_t init;

	ASSERT_EQ(0, pipe2(told, O_CLOEXEC));
	init = fork_pid_ns(0);
	if (!init)
		inner_run(self->nr, self->n, told[1]);
	ASSERT_GT(init, 0);
	close(told[1]);
	ASSERT_LT(0, read(told[0], &proc, sizeof(proc)));
	pidfd = sys_pidfd_open(init, 0);
	proc = sys_pidfd_getfd(pidfd, proc, 0);
	ASSERT_GE(proc, 0);
	EXPECT_EQ(1 + self->n, list_up_to(proc, self->n + 2));
	EXPECT_EQ(2 + self->n, list_up_to(self->proc, self->n + 3));

	drop(init);
	EXPECT_EQ(0, list_up_to(proc, 1));
	EXPECT_EQ(1, list_up_to(self->proc, 2));
	close(proc);
	close(pidfd);
}

TEST_HARNESS_MAIN
