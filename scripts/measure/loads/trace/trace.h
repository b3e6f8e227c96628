/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of trace share. */
#ifndef TRACE_H
#define TRACE_H
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN	700
#define TEXT		(4 << 20)

/* Shared by all that one seed starts. */
struct trace {
	size_t len;
	int nr;
	char text[TEXT];
};

extern struct trace *trace;

struct space {
	uint64_t rnd;
	int depth, children, pid_max;
	int child[CHILDREN];
};

/* say.c */
unsigned int below(struct space *s, unsigned int n);
void say(const struct space *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int write_int(const char *path, int value);
int read_int(const char *path);

/* children.c */
int some_nr(struct space *s);
void op_fork(struct space *s);
void op_reap(struct space *s);
void op_come_and_go(struct space *s);
void op_set_tid(struct space *s);
void op_orphan(struct space *s);

/* look.c */
void op_look(struct space *s);
void op_readdir(struct space *s);
void op_last(struct space *s);
void op_pid_max(struct space *s);

#endif
