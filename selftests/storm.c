// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: no two live tasks have the same number in any PID namespace, however
 * fast processes and threads come and go; and when the init of a namespace
 * dies, everything inside dies with it, nobody can enter any more, and the
 * namespace itself goes away.
 */
#include "kselftest_harness.h"
#include "pid_storm.h"

#define STORM_SECONDS	1.0
#define KILL_ROUNDS	12

FIXTURE(storm)
{
};

FIXTURE_VARIANT(storm)
{
	int levels;
	int spare;
};

/* The initial namespace is not ours: its pid_max stays what it is. */
FIXTURE_VARIANT_ADD(storm, here)
{
	.levels = 0,
};

FIXTURE_VARIANT_ADD(storm, nested_1)
{
	.levels = 1,
	.spare = SPARE,
};

FIXTURE_VARIANT_ADD(storm, nested_4)
{
	.levels = 4,
	.spare = SPARE,
};

FIXTURE_SETUP(storm)
{
	ASSERT_TRUE(table_create());
	if (!setup_ns(_metadata, variant->levels, variant->spare))
		return;
}

FIXTURE_TEARDOWN(storm)
{
}

TEST_F(storm, unique)
{
	pid_t worker[WORKERS];
	int i;

	for (i = 0; i < WORKERS; i++) {
		worker[i] = storm_start(1, STORM_SECONDS);
		ASSERT_GT(worker[i], 0);
	}
	for (i = 0; i < WORKERS; i++)
		EXPECT_EQ(0, wait_exit(worker[i]));
	EXPECT_GE(table->tasks[1], STORM_MIN);
	EXPECT_EQ(0, table->violations);
	TH_LOG("%d tasks", table->tasks[1]);
}

/* Outside and inside share this, to find the workers inside. */
struct inside {
	pid_t worker[WORKERS];		/* as the outside calls them */
};

FIXTURE(init_killed)
{
	struct inside *inside;
	pid_t bystander;
};

FIXTURE_VARIANT(init_killed)
{
	int outer;			/* levels that survive */
	int inner;			/* levels that do not */
};

FIXTURE_VARIANT_ADD(init_killed, one_level)
{
	.outer = 0,
	.inner = 1,
};

FIXTURE_VARIANT_ADD(init_killed, four_levels)
{
	.outer = 0,
	.inner = 4,
};

FIXTURE_VARIANT_ADD(init_killed, fourth_level)
{
	.outer = 3,
	.inner = 1,
};

/*
 * In a user namespace of its own, the test may have no more PID namespaces at a
 * time than its levels need: no round starts before those of the last are gone.
 */
FIXTURE_SETUP(init_killed)
{
	if (probe_pid_max() && !alone()) {
		ASSERT_TRUE(cannot(errno));
		SKIP(return, "needs root, and a pid_max for each namespace");
	}
	if (unshare(CLONE_NEWUSER))
		SKIP(return, "no user namespaces here: %s", strerror(errno));
	ASSERT_EQ(0, write_int("/proc/sys/user/max_pid_namespaces",
			       variant->outer + variant->inner));
	self->inside = mmap(NULL, sizeof(*self->inside), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, self->inside);
	ASSERT_TRUE(table_create());
	if (!setup_ns(_metadata, variant->outer, variant->outer ? SPARE : 0))
		return;
}

FIXTURE_TEARDOWN(init_killed)
{
}

static pid_t fork_pid_ns_when_allowed(void)
{
	pid_t pid;

	for (;;) {
		pid = fork_pid_ns(SPARE);
		if (pid >= 0 || errno != ENOSPC)
			return pid;
		usleep(1000);
	}
}

/* The init of the first of some levels goes on as that of the last. */
static void inside_enter(int levels)
{
	for (; levels > 1; levels--) {
		pid_t pid = fork_pid_ns_when_allowed();

		if (pid)
			_exit(pid < 0 || wait_exit(pid));
	}
}

/* Inside: a storm without end. */
static void inside_run(struct inside *inside, int levels, unsigned int storm)
{
	int outer = ns_level - 1, i;

	inside_enter(levels);
	for (i = 0; i < WORKERS; i++)
		inside->worker[i] = nr_at_level(storm_start(storm, FOREVER), outer);
	while (wait(NULL) > 0)
		;
	_exit(1);
}

/* Storm inside, until it has created so many tasks. Return a pidfd for its init. */
static int inside_start(struct __test_metadata *_metadata, struct inside *inside,
			int levels, unsigned int storm, int tasks)
{
	pid_t init;

	memset(inside, 0, sizeof(*inside));
	init = fork_pid_ns_when_allowed();
	if (!init)
		inside_run(inside, levels, storm);
	ASSERT_GT(init, 0)
		TH_LOG("no new namespace: %m");
	while (table_read(&table->tasks[storm]) < tasks) {
		ASSERT_EQ(0, waitpid(init, NULL, WNOHANG));
		usleep(100);
	}
	return sys_pidfd_open(init, 0);
}

/* The error for a fork() into a namespace. */
static int errno_inside(int ns)
{
	pid_t pid = fork();

	if (!pid) {
		if (setns(ns, CLONE_NEWPID))
			_exit(255);
		_exit(fork() < 0 ? errno : 0);
	}
	return wait_exit(pid);
}

static void kill_round(struct __test_metadata *_metadata, struct inside *inside,
		       int levels, unsigned int storm)
{
	int tasks = (storm - 2) * 37 % 150;	/* none at first */
	int worker[WORKERS], alive[2], init, ns, i;
	siginfo_t info = {};
	char c;

	/* All that run inside hold the other end. */
	ASSERT_EQ(0, pipe2(alive, O_NONBLOCK));
	init = inside_start(_metadata, inside, levels, storm, tasks);
	ASSERT_GE(init, 0);
	close(alive[1]);
	ns = ioctl(init, PIDFD_GET_PID_NAMESPACE, 0);
	ASSERT_GE(ns, 0);
	for (i = 0; i < WORKERS; i++)
		worker[i] = inside->worker[i] ?
			    sys_pidfd_open(inside->worker[i], 0) : -1;

	table_raise(&table->dying[storm]);
	ASSERT_EQ(0, sys_pidfd_send_signal(init, SIGKILL, NULL, 0));
	ASSERT_EQ(0, waitid(P_PIDFD, init, &info, WEXITED));
	EXPECT_EQ(CLD_KILLED, info.si_code);
	EXPECT_EQ(0, read(alive[0], &c, 1))
		TH_LOG("round %u: there are survivors", storm);
	for (i = 0; i < WORKERS; i++) {
		if (worker[i] < 0)
			continue;
		EXPECT_EQ(-1, sys_pidfd_send_signal(worker[i], 0, NULL, 0));
		EXPECT_EQ(ESRCH, errno);
		close(worker[i]);
	}
	EXPECT_EQ(ENOMEM, errno_inside(ns));
	close(alive[0]);
	close(init);
	close(ns);
}

TEST_F(init_killed, nothing_survives)
{
	unsigned int storm;
	int tasks = 0;
	pid_t last;

	self->bystander = storm_start_beside(1);
	ASSERT_GT(self->bystander, 0);
	for (storm = 2; storm < KILL_ROUNDS + 2; storm++) {
		kill_round(_metadata, self->inside, variant->inner, storm);
		tasks += table->tasks[storm];
	}
	last = fork_pid_ns_when_allowed();
	if (!last) {
		inside_enter(variant->inner);
		_exit(0);
	}
	EXPECT_EQ(0, wait_exit(last));

	table_raise(&table->stop);
	EXPECT_EQ(0, wait_exit(self->bystander));
	EXPECT_EQ(0, table->violations);
	EXPECT_GT(table->tasks[1], 0);
	TH_LOG("%d tasks inside, %d beside them", tasks, table->tasks[1]);
}

TEST_HARNESS_MAIN
