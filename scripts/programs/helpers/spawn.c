// SPDX-License-Identifier: GPL-2.0
/*
 * Spawns COUNT children one after another; one in EVERY sleeps on, the others end at
 * once. Keeps its own books of each number.
 *
 * Usage: spawn COUNT [EVERY]
 * Prints made, kept, twice (numbers given while their owner lives), wraps (numbers lower
 * than the one before), reuse (the least count of children between two with the same
 * number, 0 without any), refused, last; then ends what it kept.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define NUMBERS	(4 * 1024 * 1024)

static unsigned int seen[NUMBERS];	/* when, from 1 */
static bool lives[NUMBERS];

static pid_t child(bool stays)
{
	pid_t pid = stays ? fork() : vfork();

	if (pid)
		return pid;
	if (!stays)
		_exit(0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		pause();
}

static void end_all(void)
{
	int pid;

	for (pid = 1; pid < NUMBERS; pid++)
		if (lives[pid])
			kill(pid, SIGKILL);
	while (wait(NULL) > 0)
		;
}

int main(int argc, char **argv)
{
	unsigned int count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	unsigned int every = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	unsigned int i, kept = 0, twice = 0, wraps = 0, reuse = 0, refused = 0;
	pid_t pid, last = 0;

	for (i = 1; i <= count; i++) {
		bool stays = every && i % every == 0;

		pid = child(stays);
		if (pid < 0) {
			refused++;
			continue;
		}
		twice += lives[pid];
		wraps += pid < last;
		if (seen[pid] && (!reuse || i - seen[pid] < reuse))
			reuse = i - seen[pid];
		seen[pid] = i;
		last = pid;
		lives[pid] = stays;
		kept += stays;
		if (!stays)
			waitpid(pid, NULL, 0);
	}
	printf("made %u\nkept %u\ntwice %u\nwraps %u\nreuse %u\nrefused %u\nlast %d\n",
	       count - refused, kept, twice, wraps, reuse, refused, last);
	fflush(stdout);
	/* Whoever wants to look at the kept keeps our input open. */
	while (kept && getchar() != EOF)
		;
	end_all();
	return 0;
}
