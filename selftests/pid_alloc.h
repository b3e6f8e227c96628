/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of PID numbers share: nested PID namespaces, a lowered
 * pid_max, children that hold a number, and clone3() with set_tid.
 *
 * Include kselftest_harness.h first to get what fixtures need as well.
 */
#ifndef _PID_ALLOC_H
#define _PID_ALLOC_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/nsfs.h>

#include "../clone3/clone3_selftests.h"
#include "../pidfd/pidfd.h"
#include "pid_watch.h"

#define RESERVED_PIDS	300		/* kernel/pid.c: the wrap ends here */
/* pid_max of a new namespace */
#define PID_MAX_BITS	(sizeof(long) > 4 ? 22 : 15)
#define PID_MAX_LIMIT	(sizeof(long) > 4 ? 4 << 20 : 32 << 10)
#define LEVELS_MAX	8

#define NOBODY		65534

#ifndef PIDFD_GET_PID_NAMESPACE
#define PIDFD_GET_PID_NAMESPACE	_IO(0xFF, 5)
#endif

#define PID_MAX		"/proc/sys/kernel/pid_max"
#define NS_LAST_PID	"/proc/sys/kernel/ns_last_pid"

/*
 * The namespaces from the one the program was started in (level 0) down to
 * the caller's own. Each is an open /proc/self/ns/pid.
 */
static int ns_fd[LEVELS_MAX];
static int ns_level;

/* One pid_max is for all of them, and set already. */
static bool common_pid_max;

static inline double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static inline int read_int(const char *path)
{
	int val = -1;
	FILE *f = fopen(path, "re");

	if (!f)
		return -1;
	if (fscanf(f, "%d", &val) != 1)
		val = -1;
	fclose(f);
	return val;
}

static inline int write_int(const char *path, int val)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int saved, ret;

	if (fd < 0)
		return -1;
	ret = dprintf(fd, "%d", val) < 0 ? -1 : 0;
	saved = errno;
	close(fd);
	errno = saved;
	return ret;
}

/* Like fork(), with more flags and maybe with exact numbers, innermost first. */
static inline pid_t clone_at(unsigned long long flags, const pid_t *nr,
			     size_t levels)
{
	struct __clone_args args = {
		.flags		= flags,
		.exit_signal	= SIGCHLD,
		.set_tid	= ptr_to_u64(nr),
		.set_tid_size	= levels,
	};
	pid_t pid = sys_clone3(&args, sizeof(args));

	if (pid > 0)
		moved();
	return pid;
}

/*
 * The same for a child that dies with its parent, so that nothing outlives a
 * test. The parent may have died before the child asked for the signal.
 */
static inline pid_t clone_tied(unsigned long long flags, const pid_t *nr,
			       size_t levels)
{
	struct pollfd parent = {
		.fd = sys_pidfd_open(getpid(), 0),
		.events = POLLIN,
	};
	pid_t pid = flags || nr ? clone_at(flags, nr, levels) : fork();
	int saved = errno;

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (poll(&parent, 1, 0) > 0)
			_exit(KSFT_FAIL);
	}
	close(parent.fd);
	if (pid > 0)
		moved();
	errno = saved;
	return pid;
}

static inline pid_t fork_tied(void)
{
	return clone_tied(0, NULL, 0);
}

/* A child that does nothing but hold its number until drop(). */
static inline pid_t hold_at(const pid_t *nr, size_t levels)
{
	pid_t pid = clone_tied(0, nr, levels);

	if (pid)
		return pid;
	for (;;)
		pause();
}

static inline pid_t hold(void)
{
	return hold_at(NULL, 0);
}

/* The exit status of a child; -1 if a signal ended it, or if there is none. */
static inline int wait_exit(pid_t pid)
{
	return pid > 0 ? wait_for_pid(pid) : -1;
}

/* End a child and reap it: once this returns, its number is free. */
static inline void drop(pid_t pid)
{
	if (pid <= 0)
		return;
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	moved();
}

/* A child that comes and goes. Return 0 or an errno. */
static inline int try_at(const pid_t *nr, size_t levels)
{
	pid_t pid = clone_at(0, nr, levels);

	if (!pid)
		_exit(0);
	if (pid < 0)
		return errno;
	return waitpid(pid, NULL, 0) == pid ? 0 : errno;
}

static inline int try_nr(pid_t nr)
{
	return try_at(&nr, 1);
}

/* The number of a child that has come and gone. */
static inline pid_t next_pid(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid > 0) {
		waitpid(pid, NULL, 0);
		moved();
	}
	return pid;
}

/* Fork on until @nr is the next number, in a namespace where nobody else does. */
static inline bool go_to(pid_t nr)
{
	int tries = 2 * read_int(PID_MAX);

	if (!write_int(NS_LAST_PID, nr - 1))
		return true;
	while (tries-- > 0)
		if (next_pid() == nr - 1)
			return true;
	return false;
}

/* A way into the namespace of a task. */
static inline int pid_ns_of(pid_t pid)
{
	int fd = sys_pidfd_open(pid, 0), ns;

	if (fd < 0)
		return -1;
	ns = ioctl(fd, PIDFD_GET_PID_NAMESPACE, 0);
	close(fd);
	return ns;
}

/* What a child of ours is called at one level; 0 if that cannot be asked. */
static inline pid_t nr_at_level(pid_t pid, int level)
{
	int nr;

	if (level == ns_level)
		return pid;
	nr = ioctl(ns_fd[level], NS_GET_PID_IN_PIDNS, pid);
	if (nr < 0 && errno == ENOTTY)
		return 0;	/* before v6.11 */
	return nr > 0 ? nr : -1;
}

/*
 * Lower the namespace's pid_max to @spare numbers above the least that this
 * machine accepts (it depends on the number of CPUs), so that numbers are soon
 * used again. Return the new pid_max, or -1.
 */
static inline int lower_pid_max(int spare)
{
	int max = RESERVED_PIDS + 1;

	while (write_int(PID_MAX, max)) {
		if (errno != EINVAL || max >= PID_MAX_LIMIT)
			return -1;
		max++;
	}
	max += spare;
	return write_int(PID_MAX, max) ? -1 : max;
}

/*
 * fork() an init for a new namespace one level further down. With @spare,
 * pid_max is lowered in there.
 */
static inline pid_t fork_pid_ns(int spare)
{
	pid_t pid;

	if (ns_level == LEVELS_MAX - 1) {
		errno = ENOSPC;
		return -1;
	}
	if (!ns_fd[ns_level])
		ns_fd[ns_level] = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
	pid = clone_tied(CLONE_NEWPID, NULL, 0);
	if (pid)
		return pid;
	ns_level++;
	if (spare && !common_pid_max && lower_pid_max(spare) < 0)
		_exit(KSFT_FAIL);
	return 0;
}

/*
 * Go on as init of a namespace that many levels further down. Whoever called
 * stays behind to pass the exit status on.
 */
static inline int enter_pid_ns(int levels, int spare)
{
	for (; levels > 0; levels--) {
		pid_t pid = fork_pid_ns(spare);

		if (pid < 0)
			return -1;
		if (pid) {
			int status = wait_exit(pid);

			_exit(status < 0 ? KSFT_FAIL : status);
		}
	}
	return 0;
}

/*
 * Find out whether a namespace can have a pid_max of its own: before v6.14 there
 * was one for all, to be left alone.
 */
static inline int probe_pid_max(void)
{
	int max = read_int(PID_MAX);
	pid_t pid = clone_at(CLONE_NEWPID, NULL, 0);

	if (!pid)
		_exit(write_int(PID_MAX, max - 1) ? 1 : 0);
	if (pid < 0)
		return -1;
	if (!wait_exit(pid)) {
		if (read_int(PID_MAX) == max)
			return 0;
		write_int(PID_MAX, max);
	}
	errno = EOPNOTSUPP;
	return -1;
}

/*
 * Where one pid_max is for all namespaces, a test changes that only on a machine
 * that runs nothing else, and is told so by PID_ALLOC_ALONE in its environment.
 */
static inline bool alone(void)
{
	return getenv("PID_ALLOC_ALONE");
}

#define COMMON_SPARE	200		/* for the tasks outside of the test */

static inline int set_common_pid_max(int spare)
{
	common_pid_max = true;
	if (spare)
		return lower_pid_max(spare + COMMON_SPARE) < 0 ? -1 : 0;
	return write_int(PID_MAX, PID_MAX_LIMIT);
}

/* Before v7.0 some errors came in another order. */
static inline bool before_v7(void)
{
	struct utsname uts;

	return !uname(&uts) && atoi(uts.release) < 7;
}

/* Errors that say: this cannot be done here, rather than: it does not work. */
static inline bool cannot(int err)
{
	return err != EAGAIN && err != ENOMEM;
}

#ifdef __KSELFTEST_HARNESS_H
#include "pid_fixture.h"
#endif

#endif /* _PID_ALLOC_H */
