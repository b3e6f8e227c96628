// SPDX-License-Identifier: GPL-2.0
/*
 * pidfd_open() of numbers that come and go: forkers make children that end at once, and
 * openers try each number around the last one.
 *
 * Usage: pidfds SECONDS
 * Prints "NAME COUNT" for each way an open ended: fd, and errno names.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FORKERS	2
#define AROUND	16

static volatile pid_t *last;
static unsigned long ends[4096];

static void forker(int i)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		last[i] = pid;
		waitpid(pid, NULL, 0);
	}
}

static void open_one(pid_t pid)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);

	ends[fd < 0 ? errno : 0]++;
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 5);
	pid_t forkers[FORKERS];
	int i, d;

	last = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (i = 0; i < FORKERS; i++) {
		forkers[i] = fork();
		if (!forkers[i])
			forker(i);
	}
	while (time(NULL) < end)
		for (i = 0; i < FORKERS; i++)
			for (d = -AROUND; d <= AROUND; d++)
				if (last[i] + d > 0)
					open_one(last[i] + d);
	for (i = 0; i < FORKERS; i++)
		kill(forkers[i], SIGKILL);
	for (i = 0; i < 4096; i++)
		if (ends[i])
			printf("%s %lu\n", i ? strerrorname_np(i) : "fd", ends[i]);
	return 0;
}
