// SPDX-License-Identifier: GPL-2.0
/* Operations that make or end tasks. */
#include "trace.h"

#define STACK		4096

static char stacks[CHILDREN + 1][STACK] __attribute__((aligned(16)));

/* --- Children, which do nothing until they are killed ------------------------- */

static int hold(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return 0;
}

static void keep(struct space *s, int nr)
{
	s->child[s->children++] = nr;
}

static int fork_one(struct space *s)
{
	int nr = clone(hold, stacks[s->children + 1], CLONE_VM | SIGCHLD, NULL);

	if (nr < 0)
		return -errno;
	keep(s, nr);
	return nr;
}

void op_fork(struct space *s)
{
	/* Enough to run out of numbers, where there are few. */
	int n = s->pid_max > 400 || below(s, 16) ? 1 + below(s, 4) : 350, nr = 0, err = 0;

	while (n-- && s->children < CHILDREN - 2 && !err) {
		nr = fork_one(s);
		if (nr < 0)
			err = -nr;
		else
			say(s, "fork %d", nr);
	}
	if (err)
		say(s, "fork: error %d", err);
}

static void reap(struct space *s, int i)
{
	int nr = s->child[i], got;

	s->child[i] = s->child[--s->children];
	kill(nr, SIGKILL);
	got = waitpid(nr, NULL, 0);
	say(s, "reap %d%s", nr, got == nr ? "" : ": not it");
}

/* The stacks of the others stay in use: rather the last ones, or all of them. */
void op_reap(struct space *s)
{
	int n = below(s, 20) ? 1 + below(s, 3) : CHILDREN;

	while (n-- && s->children)
		reap(s, s->children - 1);
}

void op_come_and_go(struct space *s)
{
	int n = below(s, 30), nr = 0;

	if (s->children > CHILDREN - 2)
		return;
	while (n-- && nr >= 0) {
		nr = fork_one(s);
		if (nr > 0) {
			s->children--;
			kill(nr, SIGKILL);
			waitpid(nr, NULL, 0);
		}
	}
	say(s, "come and go: %d", nr);
}

/* A number that is, was, or may be in use */
int some_nr(struct space *s)
{
	static const int edges[] = { 0, 1, 2, 63, 64, 299, 300, 301, 2047, 2048, 4095, 4096,
				     32767, 32768, 131071, 131072, 4194303, 4194304 };

	switch (below(s, 4)) {
	case 0:
		return s->children ? s->child[below(s, s->children)] : 1;
	case 1:
		return edges[below(s, sizeof(edges) / sizeof(*edges))];
	case 2:
		return s->pid_max - 2 + below(s, 4);
	default:
		return 1 + below(s, s->pid_max);
	}
}

void op_set_tid(struct space *s)
{
	pid_t tid[2] = { some_nr(s), some_nr(s) };
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)tid,
		/* Outside of the outermost one are numbers that others have, too. */
		.set_tid_size = 1 + (s->depth && !below(s, 4)),
	};
	int nr;

	if (s->children > CHILDREN - 2)
		return;
	nr = syscall(SYS_clone3, &args, sizeof(args));
	if (!nr)
		hold(NULL);
	say(s, "set_tid %d, %d of %d: %d", tid[0], tid[1], (int)args.set_tid_size,
	    nr < 0 ? -errno : nr);
	if (nr > 0)
		keep(s, nr);
}

/* --- Sessions whose leader is gone -------------------------------------------- */

static void leader(void)
{
	int nr;

	setsid();
	nr = fork();
	if (!nr)
		hold(NULL);
	trace->nr = nr;
	_exit(0);
}

void op_orphan(struct space *s)
{
	struct clone_args again = { .exit_signal = SIGCHLD, .set_tid_size = 1 };
	int nr, err;

	if (s->children > CHILDREN - 4)
		return;
	nr = fork();
	if (!nr)
		leader();
	if (nr < 0) {
		say(s, "session: error %d", errno);
		return;
	}
	waitpid(nr, NULL, 0);
	say(s, "session %d, left: %d", nr, trace->nr);
	if (trace->nr < 0)
		return;
	keep(s, trace->nr);
	again.set_tid = (uintptr_t)&nr;
	err = syscall(SYS_clone3, &again, sizeof(again));
	if (!err)
		hold(NULL);
	if (err > 0)
		keep(s, err);
	say(s, "its number again: %d; group: %d; session: %d", err < 0 ? -errno : err,
	    kill(-nr, 0) ? -errno : 0, getsid(trace->nr));
}
