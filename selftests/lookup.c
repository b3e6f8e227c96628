// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: while tasks come and go, a lookup finds the task that has the number in
 * the caller's namespace, or none: by pidfd_open(), by /proc/PID, and by kill()
 * (for that, see deliver.c). readdir() of /proc is in strictly increasing order,
 * and complete as far as tasks stay; it lists processes, not their threads.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_proc.h"
#include "pid_storm.h"

#define STABLE		8	/* processes that stay, spread over the numbers */
#define GAP		30	/* between them */
#define STORMS		2
#define SECONDS		1.0
#define LOOKUPS_MIN	300
#define LISTINGS_MIN	10

/* The other thread of each. */
static pid_t *stable_thread;

/* At least so often, and until the time is over. */
static bool go_on(int done, int least, double started)
{
	return done < least || now() < started + SECONDS;
}

static void *stay(void *thread)
{
	__atomic_store_n((pid_t *)thread, gettid(), __ATOMIC_RELEASE);
	for (;;)
		pause();
	return NULL;
}

/* A process with another thread, named after its number. */
static pid_t stable_create(pid_t *thread)
{
	pid_t pid = fork_tied();
	char name[16];
	pthread_t t;

	if (!pid) {
		snprintf(name, sizeof(name), "stable-%d", getpid());
		prctl(PR_SET_NAME, name);
		if (pthread_create(&t, NULL, stay, thread))
			_exit(1);
		stay(&pid);
	}
	while (pid > 0 && !__atomic_load_n(thread, __ATOMIC_ACQUIRE))
		usleep(100);
	return pid;
}

FIXTURE(lookup)
{
	int proc;
	int pid_max;
	pid_t stable[STABLE];
};

FIXTURE_LEVELS(lookup, 1, 4);

FIXTURE_SETUP(lookup)
{
	unsigned int *watched;
	int i, j;

	stable_thread = mmap(NULL, STABLE * sizeof(pid_t), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, stable_thread);
	ASSERT_TRUE(table_create());
	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	for (i = 0; i < STABLE; i++) {
		self->stable[i] = stable_create(&stable_thread[i]);
		ASSERT_GT(self->stable[i], 0);
		for (j = 0; j < GAP; j++)
			next_pid();
	}
	/* A storm has no end, so it makes no moves. */
	watched = moves_hide();
	for (i = 0; i < STORMS; i++) {
		j = storm_start(1, FOREVER);
		ASSERT_GT(j, 0);
	}
	moves = watched;
	/* It has begun; a worker may end for one reason only. */
	while (!table_read(&table->tasks[1])) {
		ASSERT_EQ(0, waitpid(-1, NULL, WNOHANG));
		usleep(100);
	}
}

FIXTURE_TEARDOWN(lookup)
{
}

/* The storm may end for one reason only. */
static void storm_end(struct __test_metadata *_metadata)
{
	int i;

	EXPECT_EQ(0, table_read(&table->violations));
	EXPECT_EQ(0, waitpid(-1, NULL, WNOHANG));
	table_raise(&table->stop);
	for (i = 0; i < STORMS; i++) {
		int status;

		EXPECT_LT(0, wait(&status));
		EXPECT_EQ(0, status);
	}
}

static int listed_in(const pid_t *seen, int n, pid_t nr)
{
	int i, times = 0;

	for (i = 0; i < n; i++)
		times += seen[i] == nr;
	return times;
}

TEST_F(lookup, readdir)
{
	double started = now();
	static pid_t nr[LIST_MAX];
	int i, n, done;

	for (done = 0; go_on(done, LISTINGS_MIN, started); done++) {
		n = list(self->proc, nr, ARRAY_SIZE(nr));
		ASSERT_GT(n, STABLE);
		ASSERT_EQ(1, nr[0]);
		ASSERT_LT(nr[n - 1], self->pid_max);
		for (i = 1; i < n; i++)
			ASSERT_LT(nr[i - 1], nr[i]);
		for (i = 0; i < STABLE; i++) {
			ASSERT_EQ(1, listed_in(nr, n, self->stable[i]));
			ASSERT_EQ(0, listed_in(nr, n, stable_thread[i]));
		}
	}
	storm_end(_metadata);
	TH_LOG("%d listings, %d tasks", done, table->tasks[1]);
}

/* What a lookup came to. */
enum found {
	NONE,
	RIGHT,
	WRONG,
};

/* /proc/PID of any number: the task of that number, or none. */
static enum found proc_find(int proc, pid_t nr)
{
	char path[32], buf[512];

	snprintf(path, sizeof(path), "%d/stat", nr);
	if (slurp(proc, path, buf, sizeof(buf)) <= 0)
		return NONE;
	return atoi(buf) == nr ? RIGHT : WRONG;
}

/* The same for a pidfd, which remembers whom it is for. */
static enum found pidfd_find(int proc, pid_t nr)
{
	char path[64], buf[512] = "", *pid;
	int fd = sys_pidfd_open(nr, 0);

	if (fd < 0)
		return NONE;
	snprintf(path, sizeof(path), "self/fdinfo/%d", fd);
	slurp(proc, path, buf, sizeof(buf));
	close(fd);
	pid = strstr(buf, "\nPid:");
	if (!pid)
		return WRONG;
	if (atoi(pid + 5) == -1)
		return NONE;
	return atoi(pid + 5) == nr ? RIGHT : WRONG;
}

/* One that stays must be found, under its name. */
static bool stable_is(int proc, pid_t nr)
{
	char path[32], buf[64] = "", name[32];

	snprintf(path, sizeof(path), "%d/comm", nr);
	snprintf(name, sizeof(name), "stable-%d\n", nr);
	return slurp(proc, path, buf, sizeof(buf)) > 0 && !strcmp(buf, name) &&
	       proc_find(proc, nr) == RIGHT && pidfd_find(proc, nr) == RIGHT &&
	       !kill(nr, 0);
}

/*
 * Any number, and one that stays. The storm has about a tenth of the numbers, so
 * of those some are found, too.
 */
TEST_F(lookup, by_number)
{
	int by_proc[3] = {}, by_pidfd[3] = {}, done;
	double started = now();

	for (done = 0; go_on(done, LOOKUPS_MIN, started); done++) {
		pid_t nr = 1 + rand() % (self->pid_max - 1);

		by_proc[proc_find(self->proc, nr)]++;
		by_pidfd[pidfd_find(self->proc, nr)]++;
		ASSERT_TRUE(stable_is(self->proc, self->stable[done % STABLE]));
		moved();
	}
	EXPECT_EQ(0, by_proc[WRONG]);
	EXPECT_EQ(0, by_pidfd[WRONG]);
	EXPECT_GT(by_proc[RIGHT], 0);
	EXPECT_GT(by_pidfd[RIGHT], 0);
	EXPECT_GT(by_proc[NONE], 0);
	EXPECT_GT(by_pidfd[NONE], 0);
	storm_end(_metadata);
	TH_LOG("%d lookups found %d and %d, %d tasks", done, by_proc[RIGHT],
	       by_pidfd[RIGHT], table->tasks[1]);
}

/*
 * Few tasks, far apart: around powers of two, which is where whatever keeps the
 * numbers may have its seams.
 */
#define SPARSE_MAX	80

FIXTURE(sparse)
{
	int proc;
	int n;
	pid_t nr[SPARSE_MAX];
};

FIXTURE_SETUP(sparse)
{
	pid_t nr;
	int i;

	if (!setup_ns(_metadata, 1, SPARE))
		return;
	ASSERT_EQ(0, write_int(PID_MAX, PID_MAX_LIMIT));
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	self->nr[self->n++] = 1;
	for (i = 6; i <= PID_MAX_BITS; i++) {
		for (nr = (1 << i) - 2; nr <= (1 << i) + 1; nr++) {
			if (nr >= PID_MAX_LIMIT)
				continue;
			self->nr[self->n] = hold_at(&nr, 1);
			ASSERT_EQ(nr, self->nr[self->n++]);
		}
	}
}

FIXTURE_TEARDOWN(sparse)
{
}

static void expect_listed(struct __test_metadata *_metadata, int proc,
			  const pid_t *nr, int n)
{
	pid_t seen[SPARSE_MAX + 1];
	int i;

	ASSERT_EQ(n, list(proc, seen, ARRAY_SIZE(seen)));
	for (i = 0; i < n; i++)
		ASSERT_EQ(nr[i], seen[i]);
}

/* Take away every other one, then all that are left. */
TEST_F(sparse, listed)
{
	int i, left;

	expect_listed(_metadata, self->proc, self->nr, self->n);
	while (self->n > 1) {
		for (left = i = 1; i < self->n; i++) {
			if (i % 2)
				drop(self->nr[i]);
			else
				self->nr[left++] = self->nr[i];
		}
		self->n = left;
		expect_listed(_metadata, self->proc, self->nr, self->n);
	}
}

/* They are found, their neighbours are not. */
TEST_F(sparse, found)
{
	int i;

	for (i = 1; i < self->n; i++)
		EXPECT_EQ(0, kill(self->nr[i], 0));
	for (i = 6; i <= PID_MAX_BITS; i++) {
		EXPECT_EQ(-1, kill((1 << i) - 3, 0));
		EXPECT_EQ(-1, kill((1 << i) + 2, 0));
	}
}

/* fork() goes on between them, and passes over them. */
TEST_F(sparse, forks_pass_over)
{
	int i;

	if (!has_last_pid(_metadata))
		return;
	for (i = 6; i < PID_MAX_BITS; i++) {
		ASSERT_EQ(0, write_int(NS_LAST_PID, (1 << i) - 4));
		EXPECT_EQ((1 << i) - 3, next_pid());
		EXPECT_EQ((1 << i) + 2, next_pid());
	}
	ASSERT_EQ(0, write_int(NS_LAST_PID, PID_MAX_LIMIT - 3));
	EXPECT_EQ(RESERVED_PIDS, next_pid());
}

TEST_HARNESS_MAIN
