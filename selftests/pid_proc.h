/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What /proc says about PID numbers.
 */
#ifndef _PID_PROC_H
#define _PID_PROC_H

#include <dirent.h>
#include <linux/mount.h>

#include "pid_alloc.h"

#define LIST_MAX	8192

/* A /proc for the caller's own namespace, mounted nowhere. */
static inline int open_own_proc(void)
{
	int fs = syscall(__NR_fsopen, "proc", FSOPEN_CLOEXEC);
	int fd;

	if (fs < 0)
		return -1;
	syscall(__NR_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	fd = syscall(__NR_fsmount, fs, FSMOUNT_CLOEXEC, 0);
	close(fs);
	return fd;
}

/* Read a small file of /proc. Return its length, or -1. */
static inline int slurp(int proc, const char *path, char *buf, size_t size)
{
	int fd = openat(proc, path, O_RDONLY | O_CLOEXEC), len;

	if (fd < 0)
		return -1;
	len = read(fd, buf, size - 1);
	close(fd);
	buf[len < 0 ? 0 : len] = '\0';
	return len;
}

/* The numbers that readdir() gives, in its order. Return how many. */
static inline int list(int proc, pid_t *nr, int max)
{
	int fd = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), n = 0;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *d;

	while (dir && n < max && (d = readdir(dir)))
		if (d->d_name[0] >= '0' && d->d_name[0] <= '9')
			nr[n++] = atoi(d->d_name);
	if (dir)
		closedir(dir);
	moved();
	return n;
}

static inline int list_count(int proc)
{
	static pid_t all[LIST_MAX];

	return list(proc, all, LIST_MAX);
}

/* How often readdir() lists a number. */
static inline int listed(int proc, pid_t nr)
{
	static pid_t all[LIST_MAX];
	int n = list(proc, all, LIST_MAX), times = 0;

	while (n--)
		times += all[n] == nr;
	return times;
}

#endif /* _PID_PROC_H */
