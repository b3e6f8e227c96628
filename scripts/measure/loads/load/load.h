/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of load share. */
#ifndef LOAD_H
#define LOAD_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK		16384

/* base.c */
void fail(const char *what);
void unsupported(const char *what);
void end_with_parent(void);
double now(void);
void sleeper(void);
void gather(int count);

/* ways.c */
struct way {
	const char *name;
	void (*one)(void);
	int levels;		/* of namespaces, below ours */
	bool threads;		/* of one process, not processes */
	bool lookup;
};

extern pid_t target;	/* of lookups */

void one_fork(void);
const struct way *way_by_name(const char *name);
void list_ways(void);

/* workers.c */
int run(const struct way *way, int n, double seconds);

/* crowd.c */
int crowd(int count, int turns, char **commands);

/* idle.c */
int read_proc(void);
int idle(int count, double seconds);

#endif
