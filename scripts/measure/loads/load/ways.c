// SPDX-License-Identifier: GPL-2.0
/* Ways to create a task and to see it go, and lookups while others fork. */
#include "load.h"
#include <pthread.h>
#include <spawn.h>
#include <sys/syscall.h>

#ifndef __NR_pidfd_open
#define __NR_pidfd_open 434
#endif

extern char **environ;

static void reap(pid_t pid)
{
	if (pid < 0 || waitpid(pid, NULL, __WALL) != pid)
		fail("a child");
}

/* --- Ways to create a task, and to see it go --------------------------------- */

static void *nothing(void *arg)
{
	return arg;
}

static void one_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, nothing, NULL) || pthread_join(thread, NULL))
		fail("a thread");
}

void one_fork(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	reap(pid);
}

/* Its number also names a group and a session, which end with it. */
static void one_setsid(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(setsid() < 0);
	reap(pid);
}

static char *self[] = { "/proc/self/exe", "nothing", NULL };

static void one_vfork(void)
{
	pid_t pid = vfork();

	if (!pid) {
		execve(self[0], self, environ);
		_exit(1);
	}
	reap(pid);
}

static void one_spawn(void)
{
	pid_t pid;

	errno = posix_spawn(&pid, self[0], NULL, NULL, self, environ);
	if (errno)
		fail("posix_spawn");
	reap(pid);
}

static int child(void *arg)
{
	return !!arg;
}

static void one_clone_vm(void)
{
	static char stack[STACK] __attribute__((aligned(16)));

	reap(clone(child, stack + STACK, CLONE_VM, NULL));
}

/* --- Lookups, while others fork ---------------------------------------------- */

pid_t target;

static void one_kill(void)
{
	if (kill(target, 0))
		fail("kill");
}

static void one_pidfd(void)
{
	int fd = syscall(__NR_pidfd_open, target, 0);

	if (fd < 0)
		unsupported("pidfd_open");
	close(fd);
}

static void one_proc(void)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/comm", target);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		fail(path);
	close(fd);
}

/* --- */

static const struct way ways[] = {
	{ .name = "thread", .one = one_thread },
	{ .name = "threads_of_one", .one = one_thread, .threads = true },
	{ .name = "fork", .one = one_fork },
	{ .name = "setsid", .one = one_setsid },
	{ .name = "vfork_exec", .one = one_vfork },
	{ .name = "posix_spawn", .one = one_spawn },
	{ .name = "clone_vm", .one = one_clone_vm },
	{ .name = "nested_1", .one = one_fork, .levels = 1 },
	{ .name = "nested_4", .one = one_fork, .levels = 4 },
	{ .name = "nested_16", .one = one_fork, .levels = 16 },
	{ .name = "nested_32", .one = one_fork, .levels = 32 },
	{ .name = "kill", .one = one_kill, .lookup = true },
	{ .name = "pidfd_open", .one = one_pidfd, .lookup = true },
	{ .name = "proc_open", .one = one_proc, .lookup = true },
};

const struct way *way_by_name(const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(ways[i].name, name))
			return &ways[i];
	return NULL;
}

void list_ways(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		fprintf(stderr, " %s", ways[i].name);
}
