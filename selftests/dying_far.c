// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: a namespace ends when its last number is free, however many numbers
 * there were, wherever they were, and however many CPUs free them at once. Until
 * then its init stays.
 */
#include "kselftest_harness.h"
#include "pid_proc.h"

#define STRIDE		2048	/* each number in another part */
#define MAKERS		4	/* processes inside, so that the tasks are spread */
#define TASKS		50	/* of each */
#define ROUNDS		6

struct victim {
	pid_t init;
	int ns;
};

FIXTURE(dying_far)
{
	int proc;
};

FIXTURE_LEVELS(dying_far, 1, 4);

FIXTURE_SETUP(dying_far)
{
	pid_t far = STRIDE;

	if (!setup_far(_metadata, variant->levels))
		return;
	ASSERT_EQ(0, try_nr(far));
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
}

FIXTURE_TEARDOWN(dying_far)
{
}

static pid_t far_number(int i)
{
	return (i + 1) * (PID_MAX_LIMIT / STRIDE > MAKERS * TASKS ? STRIDE : 64) + i;
}

/* Those who live until the namespace ends; all of them hold the other end of ready. */
static void make_tasks(int maker, int ready)
{
	int i;

	for (i = 0; i < TASKS; i++) {
		pid_t nr = far_number(maker * TASKS + i);

		if (hold_at(&nr, 1) != nr)
			_exit(1);
	}
	if (write(ready, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/* Inside, when told so. Init has its own end of ready, which goes with it. */
static void victim_run(const int *go, const int *ready)
{
	char c;
	int i;

	close(go[1]);
	close(ready[0]);
	if (read(go[0], &c, 1) != 1)
		_exit(1);
	for (i = 0; i < MAKERS; i++)
		if (!fork_tied())
			make_tasks(i, ready[1]);
	for (;;)
		pause();
}

static void victim_start(struct __test_metadata *_metadata, struct victim *v,
			 const int *go, const int *ready)
{
	v->init = clone_tied(CLONE_NEWPID, NULL, 0);
	if (!v->init)
		victim_run(go, ready);
	ASSERT_GT(v->init, 0);
	v->ns = pid_ns_of(v->init);
	ASSERT_GE(v->ns, 0);
}

/* Let the tasks be made. */
static void victim_fill(struct __test_metadata *_metadata, int *go, int *ready)
{
	char c;
	int i;

	close(ready[1]);
	ASSERT_EQ(1, write(go[1], "", 1));
	for (i = 0; i < MAKERS; i++)
		ASSERT_EQ(1, read(ready[0], &c, 1));
}

TEST_F(dying_far, freed_at_once)
{
	int round, go[2], ready[2];
	struct victim v;
	char c;

	for (round = 0; round < ROUNDS; round++) {
		ASSERT_EQ(0, pipe(go));
		ASSERT_EQ(0, pipe(ready));
		victim_start(_metadata, &v, go, ready);
		victim_fill(_metadata, go, ready);
		ASSERT_EQ(0, kill(v.init, SIGKILL));
		ASSERT_EQ(v.init, waitpid(v.init, NULL, 0));
		/* Init was the last to go. */
		EXPECT_EQ(0, read(ready[0], &c, 1));
		EXPECT_EQ(1, list_count(self->proc));
		close(go[0]);
		close(go[1]);
		close(ready[0]);
		close(v.ns);
		moved();
	}
}

/* Takes number 2 in there, from outside, and does not reap it before it is told. */
static int outsider(int ns, const int *go, const int *ready, int hello, int bye)
{
	const pid_t two = 2;
	siginfo_t info;
	char c;

	close(go[1]);
	close(ready[0]);
	close(ready[1]);
	if (setns(ns, CLONE_NEWPID) || hold_at(&two, 1) < 0)
		return 1;
	if (write(hello, "", 1) != 1 || waitid(P_ALL, 0, &info, WEXITED | WNOWAIT))
		return 1;
	return read(bye, &c, 1) != 1 || waitpid(-1, NULL, 0) != info.si_pid;
}

/* Only we, init, the outsider and number 2 are left. */
static void wait_for_the_rest(int proc)
{
	unsigned int *watched = moves_hide();
	static pid_t nr[LIST_MAX];

	while (list(proc, nr, LIST_MAX) > 4)
		usleep(1000);
	moves = watched;
}

/* The lowest number stays for long, so whoever counts has to pass over all others. */
TEST_F(dying_far, number_2_stays)
{
	int go[2], ready[2], hello[2], bye[2];
	struct victim v;
	pid_t pid;
	char c;

	ASSERT_EQ(0, pipe(go));
	ASSERT_EQ(0, pipe(ready));
	ASSERT_EQ(0, pipe(hello));
	ASSERT_EQ(0, pipe(bye));
	victim_start(_metadata, &v, go, ready);
	pid = fork_tied();
	if (!pid)
		_exit(outsider(v.ns, go, ready, hello[1], bye[0]));
	ASSERT_EQ(1, read(hello[0], &c, 1));
	victim_fill(_metadata, go, ready);
	ASSERT_EQ(0, kill(v.init, SIGKILL));
	wait_for_the_rest(self->proc);
	EXPECT_EQ(0, waitpid(v.init, NULL, WNOHANG));
	EXPECT_EQ(0, waitpid(pid, NULL, WNOHANG));
	ASSERT_EQ(1, write(bye[1], "", 1));
	EXPECT_EQ(v.init, waitpid(v.init, NULL, 0));
	EXPECT_EQ(0, wait_exit(pid));
	EXPECT_EQ(1, list_count(self->proc));
}

TEST_HARNESS_MAIN
