// SPDX-License-Identifier: GPL-2.0
/*
 * Fork-storms for make test-debug, which go on when the machine refuses a task: four
 * workers fork, clone threads, and make PID namespaces up to 31 deep, of which some
 * end by themselves and some are killed while they fork.
 *
 * Usage: churn storm SECONDS [CGROUP]	all of it, for so long; there, if one is named
 *        churn namespaces COUNT	namespaces only, at least so many
 * Prints tasks, namespaces, those killed and the refused, in one line.
 */
#include "churn.h"
#include <sys/mman.h>
#include <time.h>

#define WORKERS		4

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static bool storm, done;
static unsigned long value;
static const char *cgroup;
static double end;

static void enter_cgroup(void)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	f = fopen(path, "w");
	if (!f || fputs("0", f) < 0 || fclose(f)) {
		fprintf(stderr, "churn: %s: %s\n", path, strerror(errno));
		_exit(1);
	}
}

static bool enough(void)
{
	if (storm)
		return now() >= end;
	return __atomic_load_n(&shared->namespaces, __ATOMIC_RELAXED) >= value;
}

static void work(int i)
{
	rnd = 0x9e3779b97f4a7c15ull * (i + 1) ^ (uint64_t)time(NULL);
	if (cgroup)
		enter_cgroup();
	while (!enough()) {
		if (storm)
			storm_step();
		else
			some_namespaces();
	}
	_exit(0);
}

static void start_worker(int i)
{
	pid_t pid = fork();

	if (!pid)
		work(i);
	if (pid < 0) {
		perror("churn: a worker");
		done = true;
	}
}

/* Who was killed for want of memory is replaced: the storm goes on. */
static int supervise(void)
{
	int status, i, rc = 0;

	for (i = 0; i < WORKERS; i++)
		start_worker(i);
	while (wait(&status) > 0) {
		if (WIFEXITED(status))
			rc |= WEXITSTATUS(status);
		else if (!done && !enough())
			start_worker(i++);
	}
	return rc | done;
}

int main(int argc, char **argv)
{
	int rc;

	storm = argc >= 3 && !strcmp(argv[1], "storm");
	value = argc >= 3 ? strtoul(argv[2], NULL, 10) : 0;
	cgroup = storm && argc == 4 ? argv[3] : NULL;
	if (!value || argc > (storm ? 4 : 3) || (!storm && strcmp(argv[1], "namespaces"))) {
		fprintf(stderr, "usage: churn storm SECONDS [CGROUP] | churn namespaces COUNT\n");
		return 2;
	}
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	end = now() + value;
	rc = supervise();
	printf("tasks %lu namespaces %lu killed %lu refused %lu\n", shared->tasks,
	       shared->namespaces, shared->killed, shared->refused);
	return rc;
}
