/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A case has no time limit: a loaded or emulated machine may take its time. A
 * watchdog ends a case in which nothing moves any more. A move is a task that
 * comes or goes, or a listing that ends. So each loop of a test either ends after
 * a number of steps, or makes no moves while it waits.
 */
#ifndef _PID_WATCH_H
#define _PID_WATCH_H

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/* As the watchdog gets to count them: on a loaded machine they are longer. */
#ifndef STUCK_SECONDS
#define STUCK_SECONDS	300
#endif

#ifdef __KSELFTEST_HARNESS_H
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	-1	/* none */
#endif

static unsigned int not_watched;
static unsigned int *moves = &not_watched;

static inline void moved(void)
{
	__atomic_fetch_add(moves, 1, __ATOMIC_RELAXED);
}

/* What this process and its children do from now on are no moves. */
static inline unsigned int *moves_hide(void)
{
	unsigned int *were = moves;

	moves = &not_watched;
	return were;
}

/*
 * End what is watched, and ourselves with it, not the harness: it has to tear
 * down. If the kernel keeps a task alive even so, the harness has to do without.
 */
static inline void end_case(pid_t watched, pid_t harness)
{
	kill(-watched, SIGKILL);
	sleep(STUCK_SECONDS);
	kill(harness, SIGKILL);
}

static inline void watchdog(void)
{
	unsigned int seen = 0, quiet = 0;

	while (quiet < STUCK_SECONDS) {
		unsigned int at = __atomic_load_n(moves, __ATOMIC_RELAXED);

		quiet = at == seen ? quiet + 1 : 0;
		seen = at;
		sleep(1);
	}
	dprintf(STDERR_FILENO, "# stuck: nothing moved for %d seconds\n", STUCK_SECONDS);
}

/*
 * Start the watchdog of this case. It goes with the caller. The harness has a
 * process group for each case. A fixture leaves it, for a group of its own.
 */
static inline bool watch(void)
{
	pid_t harness = getpgrp(), parent = getpid(), pid;

	if (harness != parent && setpgid(0, 0))
		return false;
	if (harness != parent)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	moves = mmap(NULL, sizeof(*moves), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (moves == MAP_FAILED)
		return false;
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		if (getppid() == parent) {
			watchdog();
			end_case(parent, harness);
		}
		_exit(1);
	}
	return pid > 0;
}

#endif /* _PID_WATCH_H */
