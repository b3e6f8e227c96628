/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A storm of processes and threads, all of them in the table.
 */
#ifndef _PID_STORM_H
#define _PID_STORM_H

#include <pthread.h>

#include "pid_table.h"

#define WORKERS		4	/* processes that fork, side by side */
#define BATCH		8	/* children that each has at a time */
#define THREADS		2	/* threads of each child, besides the first */
#define SPARE		200	/* numbers to go round: WORKERS * BATCH * 3 fit */

#define STORM_MIN	1000
#define FOREVER		1e9	/* seconds: until told to stop, or killed */

static pthread_barrier_t all_alive;

/* How a worker creates a process: fork(), or like it. */
static pid_t (*storm_fork)(void) = fork;

static inline void *storm_thread(void *storm)
{
	unsigned int token = table_token((uintptr_t)storm);

	table_claim(token, gettid());
	pthread_barrier_wait(&all_alive);
	table_release(token, gettid());
	return NULL;
}

/* One process of the storm, with its threads. */
static inline int storm_child(unsigned int storm, unsigned int token)
{
	pthread_t thread[THREADS];
	int i;

	table_claim(token, getpid());
	pthread_barrier_init(&all_alive, NULL, THREADS);
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, storm_thread,
				   (void *)(uintptr_t)storm))
			return 1;
	for (i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	return 0;
}

/* Children live side by side, and so do their zombies. */
static inline int storm_batch(unsigned int storm)
{
	unsigned int token[BATCH];
	pid_t pid[BATCH];
	siginfo_t info;
	int i, n, failed = 0;

	for (n = 0; n < BATCH; n++) {
		token[n] = table_token(storm);
		pid[n] = storm_fork();
		if (!pid[n])
			_exit(storm_child(storm, token[n]));
		if (pid[n] < 0)
			break;
	}
	for (i = 0; i < n; i++)
		waitid(P_PID, pid[i], &info, WEXITED | WNOWAIT);
	for (i = 0; i < n; i++)
		failed |= table_reap(token[i], pid[i]);
	return failed || n < BATCH;
}

static inline bool storm_over(unsigned int storm, double deadline)
{
	return table_flag(&table->stop) ||
	       (table_read(&table->tasks[storm]) >= STORM_MIN && now() >= deadline);
}

static inline int storm_worker(unsigned int storm, double deadline)
{
	do {
		if (storm_batch(storm))
			return 1;
	} while (!storm_over(storm, deadline));
	return 0;
}

static inline pid_t storm_start(unsigned int storm, double seconds)
{
	pid_t pid = fork_tied();

	if (!pid)
		_exit(storm_worker(storm, now() + seconds));
	return pid;
}

/*
 * A storm beside a test, without end. It rests as long as it works, so that the
 * test gets its share of the CPUs, and is no progress of the test.
 */
static inline int storm_rest_worker(unsigned int storm)
{
	double started;

	moves_hide();
	do {
		started = now();
		if (storm_batch(storm))
			return 1;
		usleep((now() - started) * 1e6);
	} while (!table_flag(&table->stop));
	return 0;
}

static inline pid_t storm_start_beside(unsigned int storm)
{
	pid_t pid = fork_tied();

	if (!pid)
		_exit(storm_rest_worker(storm));
	return pid;
}

#endif /* _PID_STORM_H */
