// SPDX-License-Identifier: GPL-2.0
/* Loads of user space whose moves of cache lines can be counted on paper. */
#include "load.h"
#include <errno.h>
#include <sys/reboot.h>

/* The simulator follows user space here only: TOY_START in plugin/main.c. */
#define TOY_START	((void *)0x100000000000)
#define TOY_SIZE	(1 << 20)
#define IN_LINE		8		/* words */

#define WRITE_EVERY	500		/* turns of an empty loop of two instructions */
#define LOCKED_FOR	10000

static volatile long *toy = TOY_START;

void fail(const char *what)
{
	printf("load: %s: %s\n", what, strerror(errno));
	fflush(stdout);
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

/* What is shared besides lies behind it. */
void *toy_memory(size_t extra)
{
	void *p = mmap(TOY_START, TOY_SIZE + extra, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (p == MAP_FAILED)
		fail("mmap");
	return (char *)p + TOY_SIZE;
}

static void spend(long turns)
{
	asm volatile("1: dec %0; jnz 1b" : "+r"(turns));
}

static void add(int word)
{
	asm volatile("lock incq %0" : "+m"(toy[word]));
	MARK_OPERATION;
}

void toy_word(int cpu)
{
	(void)cpu;
	add(0);
}

void toy_line(int cpu)
{
	add(cpu);
}

void toy_lines(int cpu)
{
	add(cpu * IN_LINE);
}

/* Two CPUs hand the word to each other. */
void toy_pingpong(int cpu)
{
	while (toy[0] % 2 != cpu)
		asm volatile("pause");
	toy[0] = toy[0] + 1;
	MARK_OPERATION;
}

void toy_write(int cpu)
{
	(void)cpu;
	toy[0] = 1;
	spend(WRITE_EVERY);
	MARK_OPERATION;
}

void toy_read(int cpu)
{
	(void)cpu;
	(void)toy[0];
	MARK_OTHER;
}

/* First come, first served: a ticket, and whose turn it is in another line */
void toy_lock(int cpu)
{
	long ticket = 1;

	(void)cpu;
	asm volatile("lock xaddq %0, %1" : "+r"(ticket), "+m"(toy[0]));
	while (toy[IN_LINE] != ticket)
		asm volatile("pause");
	spend(LOCKED_FOR);
	toy[IN_LINE] = ticket + 1;
	MARK_OPERATION;
}
