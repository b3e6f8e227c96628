// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: a number stays taken while it names a process group or a session,
 * even if the task that it once named is long gone; then it is free again. And
 * when a thread execs, it goes on under the number of its process, while its own
 * is free.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_proc.h"

#define SPARE		40
#define PAUSE_ENV	"PID_ALLOC_PAUSE"

FIXTURE(group)
{
	int pid_max;
	int proc;
	pid_t leader;			/* the number of one who is gone */
	pid_t member;
};

FIXTURE_VARIANT(group)
{
	int levels;
	pid_t (*lead)(void);
	bool session;
};

static pid_t lead_group(void)
{
	return setpgid(0, 0);
}

static pid_t lead_session(void)
{
	return setsid() < 0 ? -1 : 0;
}

FIXTURE_VARIANT_ADD(group, nested_1)
{
	.levels = 1,
	.lead = lead_group,
};

FIXTURE_VARIANT_ADD(group, nested_4)
{
	.levels = 4,
	.lead = lead_group,
};

FIXTURE_VARIANT_ADD(group, session_nested_1)
{
	.levels = 1,
	.lead = lead_session,
	.session = true,
};

FIXTURE_VARIANT_ADD(group, session_nested_4)
{
	.levels = 4,
	.lead = lead_session,
	.session = true,
};

/* A leader, gone and reaped; its only member is ours now, we being init. */
FIXTURE_SETUP(group)
{
	int member[2];

	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	ASSERT_EQ(0, pipe(member));
	/* Above 300, or nobody would get the number anyway. */
	ASSERT_TRUE(go_to(self->pid_max - SPARE / 2));
	self->leader = fork();
	if (!self->leader) {
		pid_t pid;

		if (variant->lead())
			_exit(1);
		pid = fork();
		if (!pid)
			for (;;)
				pause();
		_exit(write(member[1], &pid, sizeof(pid)) != sizeof(pid));
	}
	ASSERT_GT(self->leader, 0);
	ASSERT_EQ(0, wait_exit(self->leader));
	ASSERT_LT(0, read(member[0], &self->member, sizeof(pid_t)));
	ASSERT_GT(self->member, 0);
}

FIXTURE_TEARDOWN(group)
{
}

/* It names the group, and no task. */
TEST_F(group, names_no_task)
{
	char path[16];

	EXPECT_EQ(self->leader, getpgid(self->member));
	if (variant->session)
		EXPECT_EQ(self->leader, getsid(self->member));
	EXPECT_EQ(0, kill(-self->leader, 0));
	EXPECT_EQ(-1, kill(self->leader, 0));
	EXPECT_EQ(ESRCH, errno);
	EXPECT_EQ(-1, sys_pidfd_open(self->leader, 0));
	snprintf(path, sizeof(path), "%d", self->leader);
	EXPECT_EQ(-1, faccessat(self->proc, path, F_OK, 0));
	EXPECT_EQ(ENOENT, errno);
	snprintf(path, sizeof(path), "%d", self->member);
	EXPECT_EQ(0, faccessat(self->proc, path, F_OK, 0));
}

/* Nobody gets it, twice around; the next time, somebody does. */
TEST_F(group, forks_pass_over)
{
	int around = self->pid_max - RESERVED_PIDS, i;
	bool seen = false;
	pid_t nr;

	for (i = 0; i < 2 * around; i++) {
		nr = next_pid();
		ASSERT_NE(self->leader, nr);
	}
	drop(self->member);
	for (i = 0; i < around; i++)
		seen |= next_pid() == self->leader;
	EXPECT_TRUE(seen);
}

TEST_F(group, set_tid_cannot_have_it)
{
	pid_t pid = hold_at(&self->leader, 1);

	ASSERT_EQ(-1, pid);
	EXPECT_EQ(EEXIST, errno);
	EXPECT_EQ(0, kill(-self->leader, SIGTERM));
	EXPECT_EQ(self->member, waitpid(self->member, NULL, 0));
	EXPECT_EQ(-1, kill(-self->leader, 0));
	EXPECT_EQ(ESRCH, errno);
	pid = hold_at(&self->leader, 1);
	EXPECT_EQ(self->leader, pid);
}

/* What a thread that execs becomes: see by_thread. */
static void __attribute__((constructor)) pause_if_told(void)
{
	if (!getenv(PAUSE_ENV))
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		pause();
}

static void *exec_pause(void *fd)
{
	pid_t tid = gettid();

	setenv(PAUSE_ENV, "1", 1);
	if (write((intptr_t)fd, &tid, sizeof(tid)) == sizeof(tid))
		execl("/proc/self/exe", "pause", NULL);
	_exit(1);
}

FIXTURE(exec)
{
	int proc;
	pid_t pid, tid;
};

/* The pipe ends with exec; by then the numbers are what they will be. */
FIXTURE_SETUP(exec)
{
	pthread_t thread;
	int told[2];
	char c;

	if (!setup_ns(_metadata, 1, 0))
		return;
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	ASSERT_EQ(0, pipe2(told, O_CLOEXEC));
	self->pid = fork_tied();
	if (!self->pid) {
		pthread_create(&thread, NULL, exec_pause, (void *)(intptr_t)told[1]);
		for (;;)
			pause();
	}
	ASSERT_GT(self->pid, 0);
	close(told[1]);
	ASSERT_LT(0, read(told[0], &self->tid, sizeof(pid_t)));
	ASSERT_EQ(0, read(told[0], &c, 1));
	ASSERT_EQ(self->pid + 1, self->tid);
}

FIXTURE_TEARDOWN(exec)
{
}

TEST_F(exec, by_thread)
{
	pid_t pid;

	EXPECT_EQ(0, kill(self->pid, 0));
	EXPECT_EQ(-1, kill(self->tid, 0));
	EXPECT_EQ(ESRCH, errno);
	EXPECT_EQ(1, listed(self->proc, self->pid));
	EXPECT_EQ(0, listed(self->proc, self->tid));
	EXPECT_EQ(-1, hold_at(&self->pid, 1));
	EXPECT_EQ(EEXIST, errno);
	pid = hold_at(&self->tid, 1);
	EXPECT_EQ(self->tid, pid);
	EXPECT_EQ(1, listed(self->proc, self->tid));
	drop(self->pid);
	EXPECT_EQ(0, listed(self->proc, self->pid));
	EXPECT_EQ(1, listed(self->proc, self->tid));
}

TEST_HARNESS_MAIN
