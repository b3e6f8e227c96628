// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: numbers are unique, found and listed wherever they are. Whatever keeps
 * them may have seams: here it is at 2048 and 131072 numbers and at the end that
 * tasks come and go at once, by fork(), by set_tid and by ns_last_pid, while /proc
 * is read.
 */
#include "kselftest_harness.h"
#include "pid_proc.h"
#include "pid_storm.h"

#define SMALL		2048
#define LARGE		131072
#define AROUND		20	/* numbers on each side of a seam */
#define SEAMS		3	/* of each kind: few, so that tasks meet there */
#define SECONDS		1.0
#define LISTINGS_MIN	10
#define STABLE		6
#define RACERS		3
#define RACES		200

static pid_t around_seam(unsigned int r)
{
	int nr = (1 + r % SEAMS) * (r / 4 % 2 ? LARGE : SMALL);

	if (r / 8 % 4 == 0)
		nr = PID_MAX_LIMIT;
	nr += (int)(r / 32 % (2 * AROUND)) - AROUND;
	while (nr >= PID_MAX_LIMIT)
		nr -= 2 * AROUND;
	return nr;
}

/* For a child that has threads it must be glibc's fork() in most cases. */
static pid_t fork_around_seam(void)
{
	unsigned int r = rand();
	pid_t nr = around_seam(r / 8), pid;

	if (r % 4 == 0) {
		pid = clone_at(0, &nr, 1);
		if (pid >= 0 || errno != EEXIST)
			return pid;
	} else if (r % 4 == 1 && write_int(NS_LAST_PID, nr)) {
		return -1;
	}
	return fork();
}

FIXTURE(far)
{
	int proc;
	pid_t stable[STABLE];
};

FIXTURE_LEVELS(far, 1, 4);

FIXTURE_SETUP(far)
{
	pid_t nr[STABLE] = {
		SMALL - AROUND - 1, SMALL + AROUND,
		LARGE - AROUND - 1, LARGE + AROUND,
		2 * LARGE + AROUND, PID_MAX_LIMIT - 2 * AROUND - 1,
	};
	int i;

	ASSERT_TRUE(table_create());
	if (!setup_far(_metadata, variant->levels) || !has_last_pid(_metadata))
		return;
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	for (i = 0; i < STABLE; i++) {
		/* Where there are fewer numbers, all of them are nearer. */
		if (nr[i] >= PID_MAX_LIMIT)
			nr[i] = SMALL * (i + 2);
		self->stable[i] = hold_at(&nr[i], 1);
		ASSERT_EQ(nr[i], self->stable[i]);
	}
}

FIXTURE_TEARDOWN(far)
{
}

/* In order, in range, and complete as far as tasks stay. */
static bool listing_is_right(int proc, const pid_t *stable)
{
	static pid_t nr[LIST_MAX];
	int n = list(proc, nr, LIST_MAX), i, j, found = 0;

	for (i = 0; i < n; i++) {
		if (nr[i] >= PID_MAX_LIMIT || (i && nr[i] <= nr[i - 1]))
			return false;
		for (j = 0; j < STABLE; j++)
			found += nr[i] == stable[j];
	}
	return n > 0 && nr[0] == 1 && found == STABLE;
}

static int reader_run(int proc, const pid_t *stable)
{
	int listings;

	for (listings = 0; listings < LISTINGS_MIN || !table_flag(&table->stop); listings++) {
		/* From here on it only waits for the workers. */
		if (listings == LISTINGS_MIN)
			moves_hide();
		if (!listing_is_right(proc, stable))
			return 1;
		usleep(1000);
	}
	return 0;
}

/* Each worker with random numbers of its own. */
static pid_t far_storm_start(int seed)
{
	srand(seed);
	storm_fork = fork_around_seam;
	return storm_start(1, SECONDS);
}

TEST_F(far, storm)
{
	pid_t worker[WORKERS], reader;
	int i;

	reader = fork_tied();
	if (!reader)
		_exit(reader_run(self->proc, self->stable));
	for (i = 0; i < WORKERS; i++) {
		worker[i] = far_storm_start(i);
		ASSERT_GT(worker[i], 0);
	}
	for (i = 0; i < WORKERS; i++)
		EXPECT_EQ(0, wait_exit(worker[i]));
	table_raise(&table->stop);
	EXPECT_EQ(0, wait_exit(reader));
	for (i = 0; i < STABLE; i++)
		EXPECT_EQ(0, kill(self->stable[i], 0));
	EXPECT_GE(table->tasks[1], STORM_MIN);
	EXPECT_EQ(0, table->violations);
	TH_LOG("%d tasks", table->tasks[1]);
}

/* All racers at once, each for a number of its own where nobody else has one. */
struct race {
	pthread_barrier_t line;
	int at_line;
	int won;
};

static pid_t race_number(int race, int racer)
{
	/* Alone in a large part, or beside what stays in there. */
	int base = race % 2 ? LARGE + SMALL : 5 * LARGE;

	/* On 32 bits, eight parts between those that stay. */
	if (PID_MAX_LIMIT <= 5 * LARGE)
		base = 7 * SMALL;
	return base + race / 2 % 8 * SMALL + 64 * racer;
}

/* A barrier wakes one after the other: then wait a moment for the others. */
static void race_start(struct race *r, int race)
{
	int spin = 100000;

	pthread_barrier_wait(&r->line);
	__atomic_add_fetch(&r->at_line, 1, __ATOMIC_SEQ_CST);
	while (spin-- && __atomic_load_n(&r->at_line, __ATOMIC_SEQ_CST) < (race + 1) * RACERS)
		;
}

static int race_run(struct race *r, int racer)
{
	int i, failed = 0;

	for (i = 0; i < RACES; i++) {
		pid_t nr = race_number(i, racer), pid;

		race_start(r, i);
		pid = hold_at(&nr, 1);
		if (pid == nr)
			__atomic_fetch_add(&r->won, 1, __ATOMIC_RELAXED);
		else
			failed = 1;
		pthread_barrier_wait(&r->line);
		drop(pid);
	}
	return failed;
}

/* If this does not end, the watchdog makes it fail. */
TEST_F(far, all_get_theirs_where_nobody_is)
{
	struct race *r = mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_barrierattr_t attr;
	pid_t racer[RACERS];
	int i;

	ASSERT_NE(MAP_FAILED, r);
	pthread_barrierattr_init(&attr);
	pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&r->line, &attr, RACERS);
	for (i = 0; i < RACERS; i++) {
		racer[i] = fork_tied();
		if (!racer[i])
			_exit(race_run(r, i));
	}
	for (i = 0; i < RACERS; i++)
		EXPECT_EQ(0, wait_exit(racer[i]));
	EXPECT_EQ(RACERS * RACES, r->won);
}

TEST_HARNESS_MAIN
