// SPDX-License-Identifier: GPL-2.0
/* Tasks and namespaces that come and go. */
#include "churn.h"
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define DEPTH_MAX	31	/* the kernel has 32 levels, the first is not ours */
#define STACK		16384

struct shared *shared;
uint64_t rnd;

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

void some_namespaces(void)
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

void storm_step(void)
{
	static void (* const step[])(void) = { one_fork, one_vm, one_thread, one_bunch };
	unsigned int i;

	for (i = 0; i < 40; i++)
		step[random_below(4)]();
	some_namespaces();
}
