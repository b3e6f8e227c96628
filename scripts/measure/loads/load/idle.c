// SPDX-License-Identifier: GPL-2.0
/* Reading /proc, also beside idle threads. */
#include "load.h"
#include <dirent.h>
#include <sys/mount.h>

int read_proc(void)
{
	DIR *dir = opendir("/proc");
	int n = 0;

	if (!dir)
		fail("/proc");
	while (readdir(dir))
		n++;
	closedir(dir);
	return n < 2;
}

static int idler(void *arg)
{
	(void)arg;
	sleeper();
	return 0;
}

/* Threads that no library knows of need nothing but a stack. */
static void gather_threads(int count)
{
	char *stacks = malloc((size_t)count * STACK);

	if (count && !stacks)
		fail("stacks");
	while (count--)
		if (clone(idler, stacks + (size_t)(count + 1) * STACK,
			  CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, NULL) < 0)
			fail("a crowd of threads");
}

/* As PID 1 of a namespace with its own /proc: ten processes, and threads. */
static void be_idle(int count, double seconds)
{
	double start, end;
	int n = 0;

	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("proc", "/proc", "proc", 0, NULL))
		fail("/proc");
	gather(9);
	gather_threads(count);
	start = now();
	do {
		read_proc();
		n++;
		end = now();
	} while (end - start < seconds);
	printf("idle,%d,%d,%.6f\n", count, n, end - start);
	fflush(stdout);
	_exit(0);
}

int idle(int count, double seconds)
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWPID | CLONE_NEWNS))
		unsupported("PID namespaces");
	pid = fork();
	if (!pid) {
		end_with_parent();
		be_idle(count, seconds);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		fail("a namespace");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
