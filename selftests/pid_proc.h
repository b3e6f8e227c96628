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

/*
 * Return whether the first thread of a process is gone and others are left, or
 * -1 if there is no such process.
 */
static inline int first_thread_gone(int proc, pid_t pid)
{
	char path[32], buf[512];

	snprintf(path, sizeof(path), "%d/stat", pid);
	if (slurp(proc, path, buf, sizeof(buf)) <= 0)
		return -1;
	return !!strstr(buf, ") Z ");
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

/*
 * Read on in an open /proc, @size bytes at most: that is a few names. Append
 * numbers to @nr, which has @n of them. Return what getdents64() does.
 */
static inline long list_piece(int fd, size_t size, pid_t *nr, int *n, int max)
{
	union {
		struct dirent64 first;
		char bytes[sizeof(struct dirent64)];
	} buf;
	long len = syscall(__NR_getdents64, fd, &buf,
			   size < sizeof(buf) ? size : sizeof(buf)), at;
	const struct dirent64 *d;

	for (at = 0; at < len; at += d->d_reclen) {
		d = (const struct dirent64 *)(buf.bytes + at);
		if (*n < max && d->d_name[0] >= '0' && d->d_name[0] <= '9')
			nr[(*n)++] = atoi(d->d_name);
	}
	return len;
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
