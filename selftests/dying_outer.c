// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: into a namespace with an init nobody forks any more once a namespace
 * further out is about to end: the error is ENOMEM, unless another thing is wrong.
 * No number stays taken anywhere.
 *
 * A tracer keeps the inner init at the end of its life, but alive, while the outer
 * one is dying.
 */
#include <sys/ptrace.h>

#include "kselftest_harness.h"
#include "pid_proc.h"

#define SPARE		100
#define TRIES		50

FIXTURE(dying_outer)
{
	int proc;
	pid_t init[2];		/* of the outer namespace, and of that in it */
	int ns[2];
};

FIXTURE_LEVELS(dying_outer, 1, 4);

/* In the inner init: tell what we are called outside, where /proc is from. */
static void inner_run(int proc, int told)
{
	char name[16] = "";
	pid_t pid;

	if (readlinkat(proc, "self", name, sizeof(name) - 1) <= 0)
		_exit(1);
	pid = atoi(name);
	if (write(told, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	for (;;)
		pause();
}

static void outer_run(int proc, int told)
{
	pid_t pid = clone_tied(CLONE_NEWPID, NULL, 0);

	if (!pid)
		inner_run(proc, told);
	if (pid != 2)
		_exit(1);
	for (;;)
		pause();
}

FIXTURE_SETUP(dying_outer)
{
	int told[2], i, status;

	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	ASSERT_EQ(0, try_nr(50));
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	ASSERT_EQ(0, pipe(told));
	self->init[0] = clone_tied(CLONE_NEWPID, NULL, 0);
	if (!self->init[0])
		outer_run(self->proc, told[1]);
	ASSERT_GT(self->init[0], 0);
	ASSERT_LT(0, read(told[0], &self->init[1], sizeof(pid_t)));
	for (i = 0; i < 2; i++) {
		self->ns[i] = pid_ns_of(self->init[i]);
		ASSERT_GE(self->ns[i], 0);
	}
	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, self->init[1], NULL, PTRACE_O_TRACEEXIT));
	ASSERT_EQ(0, kill(self->init[0], SIGKILL));
	ASSERT_EQ(self->init[1], waitpid(self->init[1], &status, __WALL));
	ASSERT_EQ(SIGTRAP | PTRACE_EVENT_EXIT << 8, status >> 8);
}

FIXTURE_TEARDOWN(dying_outer)
{
}

/* Before v7.0 only the innermost namespace was looked at. */
static bool refused(int err)
{
	return err == ENOMEM || (before_v7() && !err);
}

/* All of them say no, and none of them moves anything. */
static void try_all(struct __test_metadata *_metadata, pid_t taken, pid_t vacant)
{
	pid_t nr[3] = { 50, 60, vacant };

	EXPECT_TRUE(refused(try_at(NULL, 0)));
	EXPECT_TRUE(refused(try_nr(50)));
	EXPECT_TRUE(refused(try_at(nr, 2)));
	EXPECT_TRUE(refused(try_at(nr, 3)));
	EXPECT_EQ(EEXIST, try_nr(1));
	EXPECT_EQ(EINVAL, try_nr(0));
	nr[2] = taken;
	EXPECT_EQ(EEXIST, try_at(nr, 3));
	nr[1] = 2;
	EXPECT_EQ(EEXIST, try_at(nr, 2));
	nr[1] = 0;
	EXPECT_EQ(EINVAL, try_at(nr, 2));
}

TEST_F(dying_outer, nobody_enters)
{
	pid_t taken = hold(), vacant = next_pid(), pid;
	int i;

	pid = fork();
	if (!pid) {
		ASSERT_EQ(0, setns(self->ns[1], CLONE_NEWPID));
		for (i = 0; i < TRIES; i++)
			try_all(_metadata, taken, vacant);
		_exit(0);
	}
	ASSERT_EQ(0, wait_exit(pid));
	/* The number in our own namespace was given back. */
	EXPECT_EQ(0, try_nr(vacant));

	/* They go, and their namespaces with them. */
	ASSERT_EQ(0, ptrace(PTRACE_CONT, self->init[1], NULL, 0));
	EXPECT_EQ(self->init[1], waitpid(self->init[1], NULL, __WALL));
	EXPECT_EQ(self->init[0], waitpid(self->init[0], NULL, 0));
	drop(taken);
	EXPECT_EQ(1, list_count(self->proc));
	for (i = 0; i < 2; i++) {
		pid = fork();
		if (!pid) {
			ASSERT_EQ(0, setns(self->ns[i], CLONE_NEWPID));
			EXPECT_EQ(ENOMEM, try_at(NULL, 0));
			_exit(0);
		}
		EXPECT_EQ(0, wait_exit(pid));
	}
}

TEST_HARNESS_MAIN
