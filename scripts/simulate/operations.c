// SPDX-License-Identifier: GPL-2.0
/* What the CPUs of a simulated guest do again and again. */
#include "load.h"
#include <dirent.h>
#include <fcntl.h>

static void *nothing(void *arg)
{
	return arg;
}

static void op_thread(int cpu)
{
	pthread_t t;

	(void)cpu;
	if (pthread_create(&t, NULL, nothing, NULL) || pthread_join(t, NULL))
		fail("pthread_create");
	MARK_OPERATION;
}

static void op_fork(int cpu)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	shared->pid[cpu] = pid;
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		fail("fork");
	MARK_OPERATION;
}

static void op_vfork(int cpu)
{
	pid_t pid = vfork();

	(void)cpu;
	if (!pid)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		fail("vfork");
	MARK_OPERATION;
}

static void op_readdir(int cpu)
{
	DIR *proc = opendir("/proc");

	(void)cpu;
	if (!proc)
		fail("/proc");
	while (readdir(proc))
		;
	closedir(proc);
	MARK_OTHER;
}

/* A number that is in use, or was a moment ago */
static void op_look_up(int cpu)
{
	pid_t pid = shared->pid[(cpu + 1) % shared->cpus];
	int fd;

	if (pid > 1) {
		kill(pid, 0);
		fd = syscall(SYS_pidfd_open, pid, 0);
		if (fd >= 0)
			close(fd);
	}
	MARK_OTHER;
}

static const struct load loads[] = {
	{ .name = "thread", .op = op_thread },
	{ .name = "fork", .op = op_fork },
	{ .name = "vfork", .op = op_vfork },
	{ .name = "threads1", .op = op_thread, .one_for_all = true },
	{ .name = "ns1", .op = op_thread, .levels = 1 },
	{ .name = "ns4", .op = op_thread, .levels = 4 },
	{ .name = "ns1all", .op = op_thread, .levels = 1, .one_for_all = true },
	{ .name = "ns4all", .op = op_thread, .levels = 4, .one_for_all = true },
	{ .name = "readdir", .op = op_fork, .odd = op_readdir, .warm_up = 3 },
	{ .name = "lookup", .op = op_fork, .odd = op_look_up },
	{ .name = "word", .op = toy_word },
	{ .name = "line", .op = toy_line },
	{ .name = "lines", .op = toy_lines },
	{ .name = "pingpong", .op = toy_pingpong },
	{ .name = "reader", .op = toy_write, .odd = toy_read },
	{ .name = "lock", .op = toy_lock },
};

const struct load *load_by_name(const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(loads) / sizeof(*loads); i++)
		if (!strcmp(name, loads[i].name))
			return &loads[i];
	return NULL;
}
