// SPDX-License-Identifier: GPL-2.0
/*
 * Fork-storms for make test-debug, which go on when the machine refuses a task: four
 * workers fork, clone threads, and make PID namespaces up to 31 deep, of which some
 * end by themselves and some are killed while they fork.
 *
 * Usage: churn storm SECONDS [CGROUP]	all of it, for so long; there, if one is named
 *        churn namespaces COUNT	namespaces only, at least so many
 * Prints tasks, namespaces, those killed and the refused, in one line.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS		4
#define DEPTH_MAX	31	/* the kernel has 32 levels, the first is not ours */
#define STACK		16384

struct shared {
	unsigned long tasks, namespaces, killed, refused;
};

static struct shared *shared;
static uint64_t rnd;

static uint32_t random_below(uint32_t n)
{
	rnd ^= rnd << 13;
	rnd ^= rnd >> 7;
	rnd ^= rnd << 17;
	return (rnd >> 11) % n;
}

static void count(unsigned long *what)
{
	__atomic_fetch_add(what, 1, __ATOMIC_RELAXED);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Limits are what storms are for; anything else ends the storm. */
static pid_t made(pid_t pid)
{
	if (pid > 0) {
		count(&shared->tasks);
	} else if (pid < 0) {
		count(&shared->refused);
		if (errno != EAGAIN && errno != ENOMEM && errno != ENOSPC) {
			fprintf(stderr, "churn: a task: %s\n", strerror(errno));
			_exit(1);
		}
	}
	return pid;
}

static void reap(pid_t pid)
{
	int status;

	while (pid > 0 && waitpid(pid, &status, __WALL) < 0 && errno == EINTR)
		;
}

static void one_fork(void)
{
	pid_t pid = made(fork());

	if (!pid)
		_exit(0);
	reap(pid);
}

static int nothing(void *unused)
{
	(void)unused;
	return 0;
}

static void one_vm(void)
{
	static char stack[STACK] __attribute__((aligned(16)));

	reap(made(clone(nothing, stack + STACK, CLONE_VM, NULL)));
}

/* A thread, which clears its number when it is gone. */
static void one_thread(void)
{
	static char stack[STACK] __attribute__((aligned(16)));
	static volatile int tid;
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
		CLONE_SYSVSEM | CLONE_CHILD_CLEARTID;

	tid = 1;
	if (made(clone(nothing, stack + STACK, flags, NULL, NULL, NULL, &tid)) > 0)
		while (tid)
			sched_yield();
}

/* Several at a time, reaped by whoever is init if this one is killed. */
static void one_bunch(void)
{
	pid_t pid[8];
	unsigned int i, n;

	for (n = 0; n < 8; n++) {
		pid[n] = made(fork());
		if (!pid[n]) {
			setsid();
			_exit(0);
		}
		if (pid[n] < 0)
			break;
	}
	for (i = 0; i < n; i++)
		reap(pid[i]);
}

static void fork_for_ever(void)
{
	for (;;) {
		if (!made(fork()))
			_exit(0);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
}

/* The init of the innermost forks; those above wait for the next one. */
static void inside(unsigned int depth, bool for_ever);

static pid_t make_namespace(unsigned int depth, bool for_ever)
{
	pid_t pid = made(syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL));

	if (pid > 0)
		count(&shared->namespaces);
	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	inside(depth - 1, for_ever);
	_exit(0);
}

static void inside(unsigned int depth, bool for_ever)
{
	if (depth)
		reap(make_namespace(depth, for_ever));
	else if (for_ever)
		fork_for_ever();
	else
		one_bunch();
}

static void some_namespaces(void)
{
	unsigned int depth = random_below(4) ? 1 + random_below(3) : 1 + random_below(DEPTH_MAX);
	bool for_ever = !random_below(3);
	pid_t pid = make_namespace(depth, for_ever);

	if (pid > 0 && for_ever) {
		usleep(random_below(5000 + 1000 * depth));
		kill(pid, SIGKILL);
		count(&shared->killed);
	}
	reap(pid);
}

static void storm_step(void)
{
	static void (* const step[])(void) = { one_fork, one_vm, one_thread, one_bunch };
	unsigned int i;

	for (i = 0; i < 40; i++)
		step[random_below(4)]();
	some_namespaces();
}

static bool storm, done;
static unsigned long value;
static const char *cgroup;
static double end;

static void enter_cgroup(void)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	f = fopen(path, "w");
	if (!f || fputs("0", f) < 0 || fclose(f)) {
		fprintf(stderr, "churn: %s: %s\n", path, strerror(errno));
		_exit(1);
	}
}

static bool enough(void)
{
	if (storm)
		return now() >= end;
	return __atomic_load_n(&shared->namespaces, __ATOMIC_RELAXED) >= value;
}

static void work(int i)
{
	rnd = 0x9e3779b97f4a7c15ull * (i + 1) ^ (uint64_t)time(NULL);
	if (cgroup)
		enter_cgroup();
	while (!enough()) {
		if (storm)
			storm_step();
		else
			some_namespaces();
	}
	_exit(0);
}

static void start_worker(int i)
{
	pid_t pid = fork();

	if (!pid)
		work(i);
	if (pid < 0) {
		perror("churn: a worker");
		done = true;
	}
}

/* Who was killed for want of memory is replaced: the storm goes on. */
static int supervise(void)
{
	int status, i, rc = 0;

	for (i = 0; i < WORKERS; i++)
		start_worker(i);
	while (wait(&status) > 0) {
		if (WIFEXITED(status))
			rc |= WEXITSTATUS(status);
		else if (!done && !enough())
			start_worker(i++);
	}
	return rc | done;
}

int main(int argc, char **argv)
{
	int rc;

	storm = argc >= 3 && !strcmp(argv[1], "storm");
	value = argc >= 3 ? strtoul(argv[2], NULL, 10) : 0;
	cgroup = storm && argc == 4 ? argv[3] : NULL;
	if (!value || argc > (storm ? 4 : 3) || (!storm && strcmp(argv[1], "namespaces"))) {
		fprintf(stderr, "usage: churn storm SECONDS [CGROUP] | churn namespaces COUNT\n");
		return 2;
	}
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		return 1;
	end = now() + value;
	rc = supervise();
	printf("tasks %lu namespaces %lu killed %lu refused %lu\n", shared->tasks,
	       shared->namespaces, shared->killed, shared->refused);
	return rc;
}
