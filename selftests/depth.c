// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: PID namespaces may be nested 32 deep, below the initial one. A task in
 * the deepest has the number asked for at each level. One level more is ENOSPC.
 */
#include "kselftest_harness.h"
#include "pid_proc.h"

#define DEEPEST		32
#define FIRST		500
#define INITIAL		"pid:[4026531836]"
#define LIMIT		"/proc/sys/user/max_pid_namespaces"

static bool in_initial(void)
{
	char ns[32] = "";

	return readlink("/proc/self/ns/pid", ns, sizeof(ns) - 1) > 0 &&
	       !strcmp(ns, INITIAL);
}

/* All numbers of a task, from level 1 on: that is where this /proc is from. */
static void expect_numbers(struct __test_metadata *_metadata, int proc,
			   const pid_t *nr, int depth)
{
	char path[32], status[4096] = "", line[512] = "\nNSpid:";
	int i, len = strlen(line);

	for (i = depth - 1; i >= 0; i--)
		len += snprintf(line + len, sizeof(line) - len, "\t%d", nr[i]);
	strcat(line, "\n");
	snprintf(path, sizeof(path), "%d/status", nr[depth - 1]);
	ASSERT_LT(0, slurp(proc, path, status, sizeof(status)));
	EXPECT_NE(NULL, strstr(status, line))
		TH_LOG("no %s in %s", line + 1, status);
}

/* In the deepest namespace, as its init. */
static void try_deepest(struct __test_metadata *_metadata, int proc, int depth)
{
	pid_t nr[DEEPEST], pid;
	int i;

	EXPECT_EQ(-1, unshare(CLONE_NEWPID));
	EXPECT_EQ(ENOSPC, errno);
	EXPECT_EQ(1, getpid());
	EXPECT_EQ(2, next_pid());
	EXPECT_EQ(3, next_pid());

	for (i = 0; i < depth; i++)
		nr[i] = FIRST + i;
	pid = hold_at(nr, depth);
	ASSERT_EQ(nr[0], pid);
	expect_numbers(_metadata, proc, nr, depth);
	EXPECT_EQ(EEXIST, try_at(nr, depth));
	/* Taken in the outermost one only: nothing stays behind further in. */
	for (i = 0; i < depth - 1; i++)
		nr[i] += DEEPEST;
	EXPECT_EQ(EEXIST, try_at(nr, depth));
	drop(pid);
	EXPECT_EQ(0, try_at(nr, depth));
}

/* Return how many levels there are below the first caller, in the init of the last. */
static int go_down(struct __test_metadata *_metadata, int *proc)
{
	int depth, status;
	pid_t pid;

	for (depth = 0; depth <= DEEPEST; depth++) {
		pid = clone_tied(CLONE_NEWPID, NULL, 0);
		if (pid < 0)
			break;
		if (pid) {
			status = wait_exit(pid);
			_exit(status < 0 ? KSFT_FAIL : status);
		}
		if (!depth)
			*proc = open_own_proc();
	}
	if (depth)
		EXPECT_EQ(ENOSPC, errno);
	return depth;
}

FIXTURE(depth)
{
	bool from_initial;
};

FIXTURE_SETUP(depth)
{
	self->from_initial = in_initial();
	if (!setup_ns(_metadata, 0, 0))
		return;
	if (read_int(LIMIT) < 2 * DEEPEST)
		SKIP(return, "there may be %d PID namespaces", read_int(LIMIT));
}

FIXTURE_TEARDOWN(depth)
{
}

TEST_F(depth, as_deep_as_can_be)
{
	int proc = -1, depth;

	depth = go_down(_metadata, &proc);
	if (!depth && cannot(errno))
		SKIP(return, "no PID namespaces: %s", strerror(errno));
	/* From further down there are fewer levels left. */
	if (self->from_initial)
		EXPECT_EQ(DEEPEST, depth);
	EXPECT_LE(depth, DEEPEST);
	ASSERT_GT(depth, 0);
	ASSERT_GE(proc, 0);
	try_deepest(_metadata, proc, depth < DEEPEST ? depth : DEEPEST);
	TH_LOG("%d levels", depth);
}

TEST_HARNESS_MAIN
