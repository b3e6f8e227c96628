// SPDX-License-Identifier: GPL-2.0
/*
 * What the load says by instructions that do nothing: from here on it counts, and
 * this was an operation. First the directory warms up, then comes the window.
 */
#include "sim.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int phase = BOOT;
static uint64_t until;

/* All clocks the same: while booting they drift further apart. */
static void align(void)
{
	uint64_t max = 0;
	unsigned int c;

	for (c = 0; c < conf.cpus; c++)
		if (cpus[c].clock > max)
			max = cpus[c].clock;
	for (c = 0; c < conf.cpus; c++)
		cpus[c].clock = cpus[c].limit = max;
	until = max + conf.warmup;
}

void mark_start(unsigned int c, void *data)
{
	(void)c;
	(void)data;
	if (phase >= WARM)
		return;
	align();
	phase = WARM;
}

void mark_operation(unsigned int c, void *data)
{
	if (phase == BOOT)
		phase = LOADED;
	if (phase == COUNTED)
		cpus[c].ops[(uintptr_t)data]++;
}

static void count_from_here(void)
{
	struct cpu *cpu;

	for (cpu = cpus; cpu < cpus + conf.cpus; cpu++) {
		memset(cpu->moves, 0, sizeof(cpu->moves));
		memset(cpu->ops, 0, sizeof(cpu->ops));
		cpu->stalled = 0;
		cpu->clock0 = cpu->clock;
		cpu->insns0 = cpu->insns;
	}
	nr_released = 0;
	moves_reset();
	locks_reset();
	until += conf.window;
	phase = COUNTED;
}

/*
 * Who gets the turn is the slowest. The end is the end of all: the guest is of no
 * more use.
 */
void window_check(unsigned int c)
{
	if (phase < WARM || cpus[c].clock < until)
		return;
	if (phase == WARM) {
		count_from_here();
		return;
	}
	print_result();
	_exit(0);
}
