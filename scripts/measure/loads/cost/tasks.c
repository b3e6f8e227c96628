// SPDX-License-Identifier: GPL-2.0
/* Tasks that are there: processes that share our memory, and namespaces. */
#include "cost.h"

pid_t *tasks;
int nr_tasks;

int sleeper(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return 0;
}

/* Processes that share our memory: cheap to have by the thousand. */
void populate(int n)
{
	char *stacks = malloc((size_t)n * STACK);

	tasks = malloc(n * sizeof(*tasks));
	if (!tasks || !stacks)
		fail("malloc");
	for (nr_tasks = 0; nr_tasks < n; nr_tasks++) {
		tasks[nr_tasks] = clone(sleeper, stacks + (size_t)(nr_tasks + 1) * STACK,
					CLONE_VM | SIGCHLD, NULL);
		if (tasks[nr_tasks] < 0)
			fail("clone");
	}
}

void depopulate(void)
{
	for (; nr_tasks > 0; nr_tasks--) {
		kill(tasks[nr_tasks - 1], SIGKILL);
		waitpid(tasks[nr_tasks - 1], NULL, 0);
	}
}

pid_t new_namespace(void)
{
	pid_t pid = syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);

	if (pid < 0)
		fail("CLONE_NEWPID");
	return pid;
}

/* A namespace with so many tasks, all of them asleep. */
pid_t crowd(int n)
{
	int ready[2];
	pid_t pid;
	char c;

	if (pipe(ready))
		fail("pipe");
	pid = new_namespace();
	if (!pid) {
		populate(n);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		sleeper(NULL);
	}
	if (read(ready[0], &c, 1) != 1)
		fail("crowd");
	close(ready[0]);
	close(ready[1]);
	return pid;
}

/* As PID 1 of a namespace of its own. */
void alone(void (*what)(void))
{
	pid_t pid = new_namespace();
	int status;

	if (!pid) {
		level++;
		what();
		exit(0);
	}
	if (waitpid(pid, &status, 0) != pid || status)
		fail("a namespace");
}
