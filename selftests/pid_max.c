// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: a pid_max that is lowered below live tasks does not hurt them: they are
 * found, listed, and die with their namespace. A pid_max that is raised makes room
 * at once, for fork() and for set_tid, also where all numbers were taken.
 */
#include "kselftest_harness.h"
#include "pid_proc.h"
#include "pid_table.h"

#define SPARE		60
#define STEP		3000	/* that pid_max is raised by */
#define FORKERS		2
#define FORKS		600	/* of each */

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

	if (!has_own_pid_max(_metadata) || !setup_ns(_metadata, 1, SPARE))
		return;
	ASSERT_EQ(0, write_int(PID_MAX, PID_MAX_LIMIT));
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	for (i = 0; i < 2; i++) {
		self->far[i] = hold_at(&far[i], 1);
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

/* Other levels have more room than ours. */
FIXTURE(raised)
{
	int pid_max;
};

FIXTURE_LEVELS(raised, 1, 4);

FIXTURE_SETUP(raised)
{
	if (!has_own_pid_max(_metadata) || !setup_ns(_metadata, variant->levels, 0))
		return;
	self->pid_max = lower_pid_max(SPARE);
	ASSERT_GT(self->pid_max, 0);
}

FIXTURE_TEARDOWN(raised)
{
}

/* The numbers go on where they would have wrapped. */
TEST_F(raised, forks_go_on)
{
	pid_t nr, last = 1;

	while (last > 0 && last < self->pid_max - 1)
		last = next_pid();
	ASSERT_EQ(self->pid_max - 1, last);
	ASSERT_EQ(0, write_int(PID_MAX, self->pid_max + STEP));
	for (nr = self->pid_max; nr < self->pid_max + SPARE; nr++)
		ASSERT_EQ(nr, next_pid());
	/* Lowered again they wrap, and raised they go on from there. */
	ASSERT_EQ(0, write_int(PID_MAX, self->pid_max));
	ASSERT_EQ(RESERVED_PIDS, next_pid());
	ASSERT_EQ(0, write_int(PID_MAX, self->pid_max + STEP));
	ASSERT_EQ(RESERVED_PIDS + 1, next_pid());
}

/* No number is left, and then there are. */
TEST_F(raised, makes_room)
{
	pid_t nr = self->pid_max + STEP - 1, last = 1, pid;
	int i;

	while ((pid = hold()) > 0)
		last = pid;
	ASSERT_EQ(EAGAIN, errno);
	ASSERT_EQ(self->pid_max - 1, last);
	EXPECT_EQ(-1, next_pid());
	ASSERT_EQ(0, write_int(PID_MAX, self->pid_max + STEP));
	for (i = 0; i < SPARE; i++)
		ASSERT_EQ(self->pid_max + i, next_pid());
	pid = hold_at(&nr, 1);
	EXPECT_EQ(nr, pid);
	/* Back at the old limit there is none. */
	ASSERT_EQ(0, write_int(PID_MAX, self->pid_max));
	EXPECT_EQ(-1, next_pid());
	EXPECT_EQ(EAGAIN, errno);
	EXPECT_EQ(0, kill(nr, 0));
}

/* While others fork: as long as it is low, they wrap. */
TEST_F(raised, up_and_down)
{
	int max = self->pid_max + STEP, changes = 0, i;
	pid_t forker[FORKERS];

	ASSERT_TRUE(table_create());
	for (i = 0; i < FORKERS; i++) {
		forker[i] = fork_tied();
		if (!forker[i])
			_exit(table_forks(FORKS, max));
	}
	for (i = 0; i < FORKERS; changes++) {
		int status, ended = waitpid(forker[i], &status, WNOHANG);

		ASSERT_EQ(0, write_int(PID_MAX, changes % 2 ? max : self->pid_max));
		usleep(500);
		if (!ended)
			continue;
		EXPECT_EQ(forker[i++], ended);
		EXPECT_EQ(0, status);
	}
	EXPECT_EQ(FORKERS * FORKS, table->tasks[1]);
	EXPECT_EQ(0, table->violations);
	ASSERT_EQ(0, write_int(PID_MAX, self->pid_max));
	for (i = 0; i < 2 * SPARE; i++)
		ASSERT_LT(next_pid(), self->pid_max);
	TH_LOG("%d changes", changes);
}

TEST_HARNESS_MAIN
