// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: if many ask for one number at once, by set_tid or because it is next,
 * exactly one gets it.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_table.h"

#define SPARE		100
#define RACERS		4
#define RACES		150

FIXTURE(race)
{
	int pid_max;
};

FIXTURE_LEVELS(race, 1, 4);

FIXTURE_SETUP(race)
{
	if (!setup_ns(_metadata, variant->levels, SPARE))
		return;
	self->pid_max = read_int(PID_MAX);
	ASSERT_EQ(0, try_nr(self->pid_max - 1));
}

FIXTURE_TEARDOWN(race)
{
}

/* All race for one number, over and over. */
struct race {
	pthread_barrier_t line;
	pid_t nr;
	int won[RACES], lost[RACES];
};

static struct race *race_create(int racers)
{
	struct race *r = mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_barrierattr_t attr;

	if (r == MAP_FAILED)
		return NULL;
	pthread_barrierattr_init(&attr);
	pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&r->line, &attr, racers);
	return r;
}

static int race_for_one(struct race *r)
{
	int i;

	for (i = 0; i < RACES; i++) {
		pid_t pid;

		pthread_barrier_wait(&r->line);
		pid = hold_at(&r->nr, 1);
		if (pid == r->nr)
			__atomic_fetch_add(&r->won[i], 1, __ATOMIC_RELAXED);
		else if (pid < 0 && errno == EEXIST)
			__atomic_fetch_add(&r->lost[i], 1, __ATOMIC_RELAXED);
		pthread_barrier_wait(&r->line);
		drop(pid);
	}
	return 0;
}

TEST_F(race, one_wins)
{
	struct race *r = race_create(RACERS);
	pid_t racer[RACERS];
	int i;

	ASSERT_NE(NULL, r);
	r->nr = self->pid_max - 1;
	for (i = 0; i < RACERS; i++) {
		racer[i] = fork_tied();
		if (!racer[i])
			_exit(race_for_one(r));
	}
	for (i = 0; i < RACERS; i++)
		EXPECT_EQ(0, wait_exit(racer[i]));
	for (i = 0; i < RACES; i++) {
		ASSERT_EQ(1, r->won[i]);
		ASSERT_EQ(RACERS - 1, r->lost[i]);
	}
}

/*
 * Ordinary forks against set_tid for the numbers that they are about to get.
 * Return how many children there were, or -1.
 */
static int race_with_forks(struct race *r, bool by_name, int forks)
{
	int n, done = 0;

	for (n = 0; n < forks; n++) {
		pid_t nr = r->nr + 1 + n % 3;
		unsigned int token = table_token(1);
		pid_t pid = clone_at(0, by_name ? &nr : NULL, by_name);

		if (!pid)
			_exit(0);
		if (pid < 0 && by_name && (errno == EEXIST || errno == EINVAL))
			continue;
		if (pid < 0 || (by_name && pid != nr))
			return -1;
		if (!by_name)
			r->nr = pid;
		table_claim(token, pid);
		if (table_reap(token, pid))
			return -1;
		done++;
	}
	return done;
}

TEST_F(race, against_forks)
{
	struct race *r = race_create(RACERS);
	pid_t racer[RACERS];
	int i;

	ASSERT_NE(NULL, r);
	ASSERT_TRUE(table_create());
	for (i = 0; i < RACERS; i++) {
		racer[i] = fork_tied();
		if (!racer[i])
			_exit(race_with_forks(r, i % 2, RACES * 3) < 1);
	}
	for (i = 0; i < RACERS; i++)
		EXPECT_EQ(0, wait_exit(racer[i]));
	EXPECT_EQ(0, table->violations);
	TH_LOG("%d children of %d tries", table->tasks[1], RACERS * RACES * 3);
}

TEST_HARNESS_MAIN
