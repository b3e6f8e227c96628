// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: clone3() with set_tid gives the numbers asked for, at as many levels
 * as asked, or fails with an error that tells why and leaves nothing behind; and
 * it does not change which number an ordinary fork() gets next.
 */
#include <limits.h>
#include <sys/resource.h>

#include "kselftest_harness.h"
#include "pid_alloc.h"

#define SPARE		100

FIXTURE(set_tid)
{
	int pid_max;
	bool from_initial;
};

FIXTURE_LEVELS(set_tid, 1, 4);

FIXTURE_SETUP(set_tid)
{
	char ns[32] = "";

	if (readlink("/proc/self/ns/pid", ns, sizeof(ns) - 1) > 0)
		self->from_initial = !strcmp(ns, "pid:[4026531836]");
	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
	ASSERT_EQ(0, try_nr(self->pid_max - 1));
}

FIXTURE_TEARDOWN(set_tid)
{
}

TEST_F(set_tid, one_level)
{
	pid_t taken = hold();

	EXPECT_EQ(EEXIST, try_nr(1));
	EXPECT_EQ(EEXIST, try_nr(taken));
	EXPECT_EQ(EINVAL, try_nr(0));
	EXPECT_EQ(EINVAL, try_nr(-1));
	EXPECT_EQ(EINVAL, try_nr(self->pid_max));
	EXPECT_EQ(EINVAL, try_nr(INT_MAX));
	EXPECT_EQ(0, try_nr(self->pid_max - 1));
	EXPECT_EQ(0, try_nr(RESERVED_PIDS - 1));
	drop(taken);
	EXPECT_EQ(0, try_nr(taken));
	EXPECT_EQ(0, try_nr(taken));
}

TEST_F(set_tid, size)
{
	pid_t nr[64];
	int i;

	for (i = 0; i < 64; i++)
		nr[i] = self->pid_max - 1;
	EXPECT_EQ(EINVAL, try_at(nr, 33));
	EXPECT_EQ(EINVAL, try_at(nr, 64));
	EXPECT_EQ(EINVAL, try_at(NULL, 1));
	EXPECT_EQ(EINVAL, try_at(nr, 0));
	if (self->from_initial)
		EXPECT_EQ(EINVAL, try_at(nr, variant->levels + 2));
	EXPECT_EQ(0, try_nr(self->pid_max - 1));
}

/* Which numbers a child has that was just reaped: innermost first. */
static void free_numbers(struct __test_metadata *_metadata, pid_t *nr)
{
	pid_t pid = hold();
	int i;

	ASSERT_GT(pid, 0);
	for (i = 0; i <= ns_level; i++) {
		nr[i] = nr_at_level(pid, ns_level - i);
		ASSERT_GT(nr[i], 0);
	}
	drop(pid);
}

TEST_F(set_tid, all_levels)
{
	pid_t nr[LEVELS_MAX], other[LEVELS_MAX], pid;
	int i, levels = variant->levels + 1;

	free_numbers(_metadata, nr);
	pid = hold_at(nr, levels);
	if (!may_set_tid_here(_metadata, pid < 0 ? errno : 0))
		return;
	ASSERT_EQ(nr[0], pid);
	for (i = 0; i < levels; i++)
		EXPECT_EQ(nr[i], nr_at_level(pid, ns_level - i));

	/* Taken or out of range at one level only: nothing stays behind. */
	free_numbers(_metadata, other);
	for (i = 0; i < levels; i++) {
		pid_t saved = other[i];

		other[i] = nr[i];
		EXPECT_EQ(EEXIST, try_at(other, levels));
		other[i] = 0;
		EXPECT_EQ(EINVAL, try_at(other, levels));
		other[i] = PID_MAX_LIMIT;
		EXPECT_EQ(EINVAL, try_at(other, levels));
		other[i] = saved;
		EXPECT_EQ(0, try_at(other, levels));
	}
	drop(pid);
	EXPECT_EQ(0, try_at(nr, levels));
}

/* At each level of our own, the next number is what it would have been. */
TEST_F(set_tid, cursor_unmoved)
{
	pid_t before[LEVELS_MAX], far[LEVELS_MAX], after[LEVELS_MAX];
	int i;

	free_numbers(_metadata, before);
	for (i = 0; i < ns_level; i++)
		far[i] = before[i] + 40;
	EXPECT_EQ(0, try_at(far, ns_level));
	EXPECT_EQ(0, try_nr(RESERVED_PIDS - 2));
	EXPECT_EQ(EEXIST, try_nr(1));
	EXPECT_EQ(EINVAL, try_nr(self->pid_max));
	free_numbers(_metadata, after);
	EXPECT_EQ(before[0] + 1, after[0]);
	for (i = 1; i < ns_level; i++)	/* the second child counts there */
		EXPECT_EQ(before[i] + 2, after[i]);
}

/* An ordinary fork() passes over what set_tid took. */
TEST_F(set_tid, fork_passes_over)
{
	pid_t nr = next_pid() + 2, pid = hold_at(&nr, 1);

	ASSERT_EQ(nr, pid);
	EXPECT_EQ(nr - 1, next_pid());
	EXPECT_EQ(nr + 1, next_pid());
	drop(pid);
	EXPECT_EQ(nr + 2, next_pid());
}

/* Without the capability. Bad numbers are reported first. */
TEST_F(set_tid, unprivileged)
{
	pid_t pid = fork();

	if (!pid) {
		ASSERT_EQ(0, setresuid(NOBODY, NOBODY, NOBODY));
		EXPECT_EQ(EPERM, try_nr(self->pid_max - 1));
		EXPECT_EQ(EPERM, try_nr(1));
		EXPECT_EQ(EINVAL, try_nr(0));
		EXPECT_EQ(EINVAL, try_nr(self->pid_max));
		_exit(0);
	}
	EXPECT_EQ(0, wait_exit(pid));
}

/* In a user namespace one may number its own PID namespace, but not ours. */
TEST_F(set_tid, user_namespace)
{
	pid_t nr[2] = { 50, self->pid_max - 1 };
	pid_t pid = clone_at(CLONE_NEWUSER | CLONE_NEWPID, NULL, 0);

	if (!pid) {
		EXPECT_EQ(0, try_at(nr, 1));
		EXPECT_EQ(EPERM, try_at(nr, 2));
		EXPECT_EQ(0, try_at(nr, 1));
		nr[0] = 1;
		EXPECT_EQ(EEXIST, try_at(nr, 1));
		EXPECT_EQ(before_v7() ? EEXIST : EPERM, try_at(nr, 2));
		_exit(0);
	}
	if (pid < 0 && cannot(errno))
		SKIP(return, "no user namespaces: %s", strerror(errno));
	EXPECT_EQ(0, wait_exit(pid));
}

/* What a new namespace calls its first task. */
static int first_number(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(getpid() == 1 ? 1 : 2);
	return wait_exit(pid);
}

TEST_F(set_tid, first_is_one)
{
	pid_t nr[2] = { 2, 0 }, taken = hold();

	nr[1] = next_pid();
	ASSERT_EQ(0, unshare(CLONE_NEWPID));
	EXPECT_EQ(EINVAL, try_nr(2));
	EXPECT_EQ(EINVAL, try_nr(RESERVED_PIDS));
	EXPECT_EQ(EINVAL, try_at(nr, 2));
	nr[0] = 1;
	nr[1] = taken;
	EXPECT_EQ(EEXIST, try_at(nr, 2));
	nr[1] = self->pid_max;
	EXPECT_EQ(EINVAL, try_at(nr, 2));
	EXPECT_EQ(1, first_number());
}

TEST_F(set_tid, first_is_one_by_name)
{
	pid_t nr[2] = { 1, next_pid() };

	ASSERT_EQ(0, unshare(CLONE_NEWPID));
	EXPECT_EQ(0, try_at(nr, 2));
	EXPECT_EQ(ENOMEM, try_at(nr, 2));	/* its init is gone already */
}

/*
 * clone() with no file to spare for a pidfd: it fails after the child got its
 * numbers. Return the errno.
 */
static int clone_fails_late(const pid_t *nr, size_t levels)
{
	struct rlimit limit, none;
	int pidfd, err;
	struct __clone_args args = {
		.flags		= CLONE_PIDFD,
		.pidfd		= ptr_to_u64(&pidfd),
		.exit_signal	= SIGCHLD,
		.set_tid	= ptr_to_u64(nr),
		.set_tid_size	= levels,
	};
	pid_t pid;

	getrlimit(RLIMIT_NOFILE, &limit);
	none = limit;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &none);
	pid = sys_clone3(&args, sizeof(args));
	if (!pid)
		_exit(0);
	err = errno;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (pid < 0)
		return err;
	waitpid(pid, NULL, 0);
	return 0;
}

TEST_F(set_tid, failed_clone_keeps_none)
{
	pid_t nr[LEVELS_MAX];
	int i;

	free_numbers(_metadata, nr);
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(EMFILE, clone_fails_late(NULL, 0));
		ASSERT_EQ(EMFILE, clone_fails_late(nr, ns_level));
		EXPECT_EQ(0, try_at(nr, ns_level));
	}
}

/* A namespace starts at 1 again if its first task failed. */
TEST_F(set_tid, first_fails_late)
{
	const pid_t one = 1;

	ASSERT_EQ(0, unshare(CLONE_NEWPID));
	ASSERT_EQ(EMFILE, clone_fails_late(NULL, 0));
	if (before_v7()) {
		/* It had been seen already, and nobody comes after it. */
		EXPECT_EQ(ENOMEM, try_at(NULL, 0));
		return;
	}
	EXPECT_EQ(EMFILE, clone_fails_late(&one, 1));
	EXPECT_EQ(EMFILE, clone_fails_late(NULL, 0));
	EXPECT_EQ(1, first_number());
}

/* Since v7.0 all numbers are looked at before any is taken; before, level by level. */
TEST_F(set_tid, bad_and_taken)
{
	const int err = before_v7() ? EEXIST : EINVAL;
	pid_t nr[2] = { 1, 0 };

	EXPECT_EQ(err, try_at(nr, 2));
	nr[1] = PID_MAX_LIMIT;
	EXPECT_EQ(err, try_at(nr, 2));
	nr[0] = 0;
	nr[1] = 1;
	EXPECT_EQ(EINVAL, try_at(nr, 2));
}

TEST_HARNESS_MAIN
