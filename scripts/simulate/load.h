/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LOAD_H
#define LOAD_H

#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exchange of a register with itself; the compiler writes none of 16 bits. */
#define MARK_START	asm volatile(".byte 0x66, 0x87, 0xdb" ::: "memory")
#define MARK_OPERATION	asm volatile(".byte 0x66, 0x87, 0xd2" ::: "memory")
#define MARK_OTHER	asm volatile(".byte 0x66, 0x87, 0xf6" ::: "memory")

extern struct shared {
	atomic_int ready;
	int cpus;
	pid_t pid[256];
} *shared;

/* operations.c */
struct load {
	const char *name;
	void (*op)(int cpu);
	void (*odd)(int cpu);	/* on every other CPU, or in turns on a single one */
	int warm_up;		/* operations, if not WARM_UP */
	int levels;		/* of namespaces */
	bool one_for_all;	/* of them, or of threads */
};

const struct load *load_by_name(const char *name);

_Noreturn void fail(const char *what);

/* toys.c: what the simulator has to say of them is known beforehand. */
void *toy_memory(size_t extra);
void toy_word(int cpu);
void toy_line(int cpu);
void toy_lines(int cpu);
void toy_pingpong(int cpu);
void toy_write(int cpu);
void toy_read(int cpu);
void toy_lock(int cpu);

#endif
