// SPDX-License-Identifier: GPL-2.0
/* Reading /proc, and the end of a namespace. */
#include "cost.h"
#include <dirent.h>

void op_readdir(int i)
{
	static char buf[32768];
	int fd = open("/proc", O_RDONLY | O_DIRECTORY);
	long n;

	(void)i;
	do
		n = syscall(SYS_getdents64, fd, buf, sizeof(buf));
	while (n > 0);
	if (n < 0)
		fail("getdents64");
	close(fd);
}

/* From the death of init until it can be reaped, for each task. */
void teardown(void)
{
	double value[MANY_RUNS];
	uint64_t start;
	pid_t pid;
	int run;

	for (run = 0; run < MANY_RUNS; run++) {
		pid = crowd(TASKS);
		usleep(20000);
		start = cycles();
		kill(pid, SIGKILL);
		if (waitpid(pid, NULL, 0) != pid)
			fail("waitpid");
		value[run] = (double)(cycles() - start) / TASKS;
	}
	print("teardown", TASKS, "cost", "instructions", value, MANY_RUNS);
}

/* Reading /proc in a namespace of ten processes, one of which has idle threads. */
static void idle(int n)
{
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
	char *stacks = malloc((size_t)n * STACK + 1);
	int i;

	if (!stacks)
		fail("malloc");
	for (i = 0; i < n; i++)
		if (clone(sleeper, stacks + (size_t)(i + 1) * STACK, flags, NULL) < 0)
			fail("a thread");
	measure("idle", n, 1, op_readdir);
}

/* None at all, then ever more. */
void idle_all(int most)
{
	pid_t pid;
	int n;

	populate(8);
	for (n = 0; n <= most; n = n ? n * 10 : 1000) {
		pid = fork();
		if (!pid) {
			idle(n);
			_exit(0);
		}
		if (waitpid(pid, NULL, 0) != pid)
			fail("idle");
	}
	depopulate();
}
