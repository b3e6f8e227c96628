/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of cost share. */
#ifndef COST_H
#define COST_H
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
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUNS		5
/* Slab and RCU make these vary. */
#define MANY_RUNS	9
#define NEIGHBOURS	200
#define PROCESSES	10000
#define TASKS		2000
#define SPARSE		3200
#define IDLERS_MAX	100000	/* threads */
#define IDLERS_QUICK	10000
#define NAMESPACES	1000
#define PID_MAX		4194304
#define STACK		4096

/* output.c */
extern int level;	/* of the namespace that is measured */

void fail(const char *what);
uint64_t cycles(void);
void print(const char *name, int live, const char *metric, const char *unit, double *value, int n);
void print_one(const char *name, int live, const char *metric, const char *unit, double value);

/* kernel.c */
struct answer {
	char text[2048];
};

double get(struct answer *a, const char *key);
void ask(struct answer *a, const char *name, int rounds, int live);
void kernel(const char *name, int rounds, int live);
void pair(int live);
void locks(int live);
void locks_sparse(void);
void grow_all(void);
void end_2k(void);
void end_20k(void);
void end_200k(void);
void full(void);

/* tasks.c */
extern pid_t *tasks;
extern int nr_tasks;

int sleeper(void *arg);
void populate(int n);
void depopulate(void);
pid_t new_namespace(void);
pid_t crowd(int n);
void alone(void (*what)(void));

/* user.c */
void measure(const char *name, int live, int count, void (*op)(int));
void op_kill(int i);
void op_getsid(int i);
void user(int live);

/* proc.c */
void op_readdir(int i);
void teardown(void);
void idle_all(int most);

/* memory.c */
void memory_scale(void);
void memory_empty(void);
void memory_dense(void);
void memory_spread(void);
void memory_churn(void);
void memory_namespaces(void);

/* objects.c */
void in_cgroup(void);
void memory_back(void);

#endif
