// SPDX-License-Identifier: GPL-2.0
/*
 * What PID numbers cost, for make cost and make memory. Prints CSV:
 * benchmark,level,live,metric,unit,median,min,max,n. Cycles are instructions on
 * one CPU under QEMU's -icount shift=0. Numbers of the kernel's own come from
 * /proc/pid_bench (patches/bench).
 * Usage: cost time|grow|pairs|locks|full|memory, with pid_max at its maximum.
 */
#include "cost.h"
#include <sys/mount.h>

static void time_all(void)
{
	pair(0);
	pair(NEIGHBOURS);
	kernel("find", 20000, 1000);
	kernel("find", 20000, 10000);
	kernel("find", 20000, 100000);
	kernel("step", 20000, 10000);
	kernel("step", 20000, 100000);
	/* With 4194304 numbers, 32768 apart: they may not meet in the hash table. */
	if (!level) {
		kernel("find_far", 20000, 128);
		kernel("step_far", 20000, 128);
	}
	user(0);
	user(NEIGHBOURS);
	teardown();
	populate(PROCESSES);
	measure("kill", PROCESSES, 4000, op_kill);
	measure("getsid", PROCESSES, 4000, op_getsid);
	measure("readdir", PROCESSES, 1, op_readdir);
	depopulate();
}

static void pairs_all(void)
{
	pair(0);
	pair(NEIGHBOURS);
}

static void locks_all(void)
{
	locks(0);
	locks(NEIGHBOURS);
	if (!level)
		locks_sparse();
}

static void memory_all(void)
{
	alone(memory_empty);
	alone(memory_dense);
	alone(memory_spread);
	alone(memory_churn);
	memory_namespaces();
	in_cgroup();
	memory_back();
	memory_scale();
}

static void wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || status)
		exit(1);
}

/* /proc must be of the namespace that is measured. */
static void idle_inside(int most)
{
	pid_t pid = new_namespace();

	if (!pid) {
		level++;
		if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		    mount("proc", "/proc", "proc", 0, NULL))
			fail("/proc");
		idle_all(most);
		exit(0);
	}
	wait_for(pid);
}

/* In a namespace so many levels down. */
static void at_level(int levels, void (*what)(void))
{
	pid_t pid = fork();

	while (!pid && level < levels) {
		pid = new_namespace();
		if (!pid) {
			level++;
		} else {
			wait_for(pid);
			exit(0);
		}
	}
	if (!pid) {
		what();
		exit(0);
	}
	if (pid < 0)
		fail("fork");
	wait_for(pid);
}

static void at_levels(void (*what)(void))
{
	at_level(0, what);
	at_level(1, what);
	at_level(4, what);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	if (!strcmp(mode, "time")) {
		at_levels(time_all);
		idle_inside(IDLERS_MAX);
	} else if (!strcmp(mode, "grow")) {
		at_level(0, grow_all);
		at_level(4, grow_all);
		alone(end_2k);
		alone(end_20k);
		alone(end_200k);
	} else if (!strcmp(mode, "pairs")) {
		at_levels(pairs_all);
		idle_inside(IDLERS_QUICK);
	} else if (!strcmp(mode, "locks")) {
		at_levels(locks_all);
	} else if (!strcmp(mode, "full")) {
		at_level(0, full);
	} else if (!strcmp(mode, "memory")) {
		at_level(0, memory_all);
	} else {
		fprintf(stderr, "usage: cost time|grow|pairs|locks|full|memory\n");
		return 2;
	}
	return 0;
}
