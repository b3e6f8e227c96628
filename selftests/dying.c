// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: into a namespace whose init is dead, or about to be, nobody forks:
 * the error is ENOMEM, unless another thing is wrong, which is reported first.
 * Tasks that try meanwhile do not keep init from going.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_proc.h"

#define SPARE		100
#define TRIES		200
#define ROUNDS		25
#define ENTRANTS	3
#define ENTRIES_MAX	200000	/* of each */

struct victim {
	pid_t init;
	int ns;				/* a way in */
};

FIXTURE(dying)
{
	struct victim victim;
};

FIXTURE_LEVELS(dying, 0, 3);

/* A namespace with an init that does nothing. */
static void victim_start(struct __test_metadata *_metadata, struct victim *v)
{
	v->init = clone_tied(CLONE_NEWPID, NULL, 0);
	if (!v->init) {
		for (;;)
			pause();
	}
	ASSERT_GT(v->init, 0);
	v->ns = pid_ns_of(v->init);
	ASSERT_GE(v->ns, 0);
}

FIXTURE_SETUP(dying)
{
	int err;

	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	victim_start(_metadata, &self->victim);
	/* Its number is taken. Without the capability the error is EPERM. */
	err = try_nr(self->victim.init);
	if (!variant->levels && !may_set_tid_here(_metadata, err))
		return;
	ASSERT_EQ(EEXIST, err);
}

FIXTURE_TEARDOWN(dying)
{
}

TEST_F(dying, after_death)
{
	pid_t taken = hold(), nr[2] = { 50, next_pid() }, pid;

	drop(self->victim.init);
	pid = fork();
	if (!pid) {
		ASSERT_EQ(0, setns(self->victim.ns, CLONE_NEWPID));
		EXPECT_EQ(ENOMEM, try_at(NULL, 0));
		EXPECT_EQ(ENOMEM, try_nr(1));
		EXPECT_EQ(ENOMEM, try_nr(50));
		EXPECT_EQ(ENOMEM, try_at(nr, 2));
		EXPECT_EQ(EINVAL, try_nr(0));
		EXPECT_EQ(EINVAL, try_nr(PID_MAX_LIMIT));
		nr[1] = 0;
		EXPECT_EQ(EINVAL, try_at(nr, 2));
		nr[1] = taken;
		EXPECT_EQ(EEXIST, try_at(nr, 2));
		ASSERT_EQ(0, setresuid(NOBODY, NOBODY, NOBODY));
		EXPECT_EQ(EPERM, try_nr(50));
		EXPECT_EQ(ENOMEM, try_at(NULL, 0));
		_exit(0);
	}
	EXPECT_EQ(0, wait_exit(pid));
	EXPECT_EQ(0, try_nr(nr[1]));
	drop(taken);
}

/*
 * From outside, with a child inside that is not reaped yet: init, although it is
 * killed, has to wait for that.
 */
static void outsider(struct __test_metadata *_metadata, int ns, int *hello,
		     int *bye)
{
	siginfo_t info;
	pid_t pid, nr;
	int i;
	char c;

	close(bye[1]);
	ASSERT_EQ(0, setns(ns, CLONE_NEWPID));
	nr = 77;
	pid = hold_at(&nr, 1);
	ASSERT_GT(pid, 0);
	ASSERT_EQ(1, write(hello[1], "", 1));
	ASSERT_EQ(0, waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	for (i = 0; i < TRIES; i++) {
		ASSERT_EQ(ENOMEM, try_at(NULL, 0));
		ASSERT_EQ(ENOMEM, try_nr(50));
		ASSERT_EQ(EEXIST, try_nr(77));
		ASSERT_EQ(EEXIST, try_nr(1));
		ASSERT_EQ(EINVAL, try_nr(0));
	}
	ASSERT_EQ(1, write(hello[1], "", 1));
	ASSERT_EQ(0, read(bye[0], &c, 1));
	EXPECT_EQ(pid, waitpid(pid, NULL, 0));
}

/* Init gets a signal at which it goes: it has to wait for the outsider. */
static void die_slowly(struct __test_metadata *_metadata, struct victim *v, int sig)
{
	int hello[2], bye[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, pipe(hello));
	ASSERT_EQ(0, pipe(bye));
	pid = fork_tied();
	if (!pid) {
		outsider(_metadata, v->ns, hello, bye);
		_exit(0);
	}
	close(hello[1]);
	close(bye[0]);
	ASSERT_EQ(1, read(hello[0], &c, 1));
	ASSERT_EQ(0, kill(v->init, sig));
	ASSERT_EQ(1, read(hello[0], &c, 1));
	EXPECT_EQ(0, waitpid(v->init, NULL, WNOHANG));
	close(bye[1]);
	EXPECT_EQ(v->init, waitpid(v->init, NULL, 0));
	EXPECT_EQ(0, wait_exit(pid));
}

TEST_F(dying, while_dying)
{
	die_slowly(_metadata, &self->victim, SIGKILL);
}

static void *exit_when_told(void *arg)
{
	sigset_t usr1;
	int sig;

	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigwait(&usr1, &sig);
	_exit(0);
	return arg;
}

/* The first thread goes when told so. Its number stays, for the one that is left. */
static void threaded_init(const int *go)
{
	pthread_t thread;
	sigset_t usr1;
	char c;

	close(go[1]);
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	if (pthread_create(&thread, NULL, exit_when_told, NULL))
		_exit(KSFT_FAIL);
	if (read(go[0], &c, 1))
		_exit(KSFT_FAIL);
	syscall(__NR_exit, 0);
}

static void first_thread_wait(struct __test_metadata *_metadata, pid_t pid)
{
	int proc = open_own_proc(), gone;

	ASSERT_GE(proc, 0);
	do {
		usleep(1000);
		gone = first_thread_gone(proc, pid);
		ASSERT_GE(gone, 0);
	} while (!gone);
	close(proc);
}

/* Another thread than the first is the one that waits for all others to go. */
TEST_F(dying, without_first_thread)
{
	struct victim v;
	int go[2];

	ASSERT_EQ(0, pipe(go));
	v.init = clone_tied(CLONE_NEWPID, NULL, 0);
	if (!v.init)
		threaded_init(go);
	ASSERT_GT(v.init, 0);
	/* A way in has to be found while the first thread is there. */
	v.ns = pid_ns_of(v.init);
	ASSERT_GE(v.ns, 0);
	close(go[0]);
	close(go[1]);
	first_thread_wait(_metadata, v.init);
	die_slowly(_metadata, &v, SIGUSR1);
	close(v.ns);
}

/*
 * Fork into the namespace until that fails: it must be with ENOMEM. Whoever
 * is still let in after so many tries would always be let in.
 */
static int entrant(int ns, int which, int *entered)
{
	const pid_t nr = 100 + which % 2;
	int err, tries = 0;

	if (setns(ns, CLONE_NEWPID))
		return 1;
	do {
		err = which ? try_nr(nr) : try_at(NULL, 0);
		__atomic_fetch_add(entered, 1, __ATOMIC_RELAXED);
	} while ((!err || err == EEXIST) && ++tries < ENTRIES_MAX);
	return err == ENOMEM ? 0 : 1;
}

static void enter_round(struct __test_metadata *_metadata, struct victim *v,
			int *entered, int enough)
{
	pid_t pid[ENTRANTS];
	int i;

	__atomic_store_n(entered, 0, __ATOMIC_RELAXED);
	for (i = 0; i < ENTRANTS; i++) {
		pid[i] = fork_tied();
		if (!pid[i])
			_exit(entrant(v->ns, i, entered));
		ASSERT_GT(pid[i], 0);
	}
	while (__atomic_load_n(entered, __ATOMIC_RELAXED) < enough) {
		/* Neither init nor one of these may have ended. */
		ASSERT_EQ(0, waitpid(-1, NULL, WNOHANG));
		usleep(50);
	}
	drop(v->init);
	for (i = 0; i < ENTRANTS; i++)
		EXPECT_EQ(0, wait_exit(pid[i]));
	close(v->ns);
}

TEST_F(dying, many_enter)
{
	int *entered = mmap(NULL, sizeof(*entered), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int round;

	ASSERT_NE(MAP_FAILED, entered);
	for (round = 0; round < ROUNDS; round++) {
		if (round)
			victim_start(_metadata, &self->victim);
		enter_round(_metadata, &self->victim, entered, round * 7 % 40);
	}
}

TEST_HARNESS_MAIN
