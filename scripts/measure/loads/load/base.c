// SPDX-License-Identifier: GPL-2.0
/* What all loads need. */
#include "load.h"
#include <sys/prctl.h>
#include <time.h>

#define UNSUPPORTED	3

void fail(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

void unsupported(const char *what)
{
	fprintf(stderr, "load: this kernel cannot do %s: %s\n", what, strerror(errno));
	exit(UNSUPPORTED);
}

/* On a machine that goes on, nothing may: forgotten by fork(), so for each child. */
void end_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

void sleeper(void)
{
	for (;;)
		pause();
}

void gather(int count)
{
	pid_t pid;

	while (count--) {
		pid = fork();
		if (pid < 0)
			fail("a crowd");
		if (!pid) {
			end_with_parent();
			sleeper();
		}
	}
}
