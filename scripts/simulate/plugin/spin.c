// SPDX-License-Identifier: GPL-2.0
/*
 * A CPU that waits for a lock reads a word again and again. While nobody writes the
 * line, each turn of that loop is like the last one. So the CPU sleeps for many turns
 * at once, and a write wakes it at the turn that would have seen it. The result is
 * the same, but for interrupts, which come up to conf.spin cycles late.
 */
#include "sim.h"

static uint64_t turns_asleep(const struct cpu *cpu)
{
	return conf.spin / cpu->spin.turn;
}

/* @turns of the loop, or as many fewer where negative */
static void skip(struct cpu *cpu, int64_t turns)
{
	cpu->clock += turns * cpu->spin.turn;
	cpu->insns += turns * cpu->spin.turn_insns;
}

static void fall_asleep(struct cpu *cpu, struct line *line)
{
	skip(cpu, turns_asleep(cpu));
	cpu->limit = 0;
	cpu->spin.asleep = line;
	line->asleep++;
}

/* At each pause of a loop that waits for a lock, by the CPU that has the turn */
void spin_pause(unsigned int c)
{
	struct cpu *cpu = &cpus[c];
	struct spin *spin = &cpu->spin;
	bool same = spin->addr == cpu->read_addr && spin->stalled == cpu->stalled;
	struct line *line = line_of(cpu->read_addr);

	spin->turn = cpu->clock - spin->clock;
	spin->turn_insns = cpu->insns - spin->insns;
	spin->clock = cpu->clock;
	spin->insns = cpu->insns;
	spin->stalled = cpu->stalled;
	spin->addr = cpu->read_addr;
	if (same && spin->turn && spin->turn * 2 <= conf.spin && has(line, c))
		fall_asleep(cpu, line);
}

/* It is that CPU's turn again. */
void spin_end(unsigned int c)
{
	cpus[c].spin.asleep->asleep--;
	cpus[c].spin.asleep = NULL;
	cpus[c].spin.addr = 0;
}

static void wake(unsigned int c, uint64_t now)
{
	struct cpu *cpu = &cpus[c];
	uint64_t early = cpu->clock > now ? (cpu->clock - now) / cpu->spin.turn : 0;

	skip(cpu, -(int64_t)(early < turns_asleep(cpu) ? early : turns_asleep(cpu)));
	spin_end(c);
}

/* @writer has written a line that others wait for. */
void spin_written(struct line *line, unsigned int writer)
{
	unsigned int c;

	for (c = 0; c < conf.cpus && line->asleep; c++) {
		if (cpus[c].spin.asleep != line)
			continue;
		wake(c, cpus[writer].clock);
		hold_back(cpus[c].clock);
	}
}
