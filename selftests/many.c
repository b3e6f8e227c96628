// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: with many tasks in a namespace, spread over all its numbers, each is
 * found by its number and nobody by a number that none has; readdir() of /proc
 * lists them all; and they all go with their init.
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

FIXTURE_SETUP(many)
{
	int i;

	if (!setup_far(_metadata, variant->levels))
		return;
	self->n = how_many();
	ASSERT_GT(self->n, 1);
	self->nr = calloc(self->n + 2, sizeof(pid_t));
	ASSERT_NE(NULL, self->nr);
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	for (i = 0; i < self->n; i++) {
		self->nr[i] = number(i, self->n);
		if (hold_at(&self->nr[i], 1) == self->nr[i])
			continue;
		if (!may_set_tid(_metadata, errno))
			return;
		ASSERT_EQ(0, errno)
			TH_LOG("no task %d at %d: %m", i, self->nr[i]);
	}
}

FIXTURE_TEARDOWN(many)
{
}

TEST_F(many, found_and_listed)
{
	pid_t *seen = calloc(self->n + 2, sizeof(pid_t));
	int i, found = 0, beside = 0;

	ASSERT_NE(NULL, seen);
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

TEST_HARNESS_MAIN
