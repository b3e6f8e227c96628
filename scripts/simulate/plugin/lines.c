// SPDX-License-Identifier: GPL-2.0
/*
 * The directory: for each cache line of the kernel's memory, who has it, and
 * whether anybody wrote it. A line moves when a CPU reads what another wrote
 * since, or writes what others have. What nobody wrote is free: caches are
 * infinite, and warm.
 */
#include "sim.h"
#include <stdlib.h>
#include <string.h>

#define LINES		64		/* in a page */
#define PAGE_BITS	21
#define NR_PAGES	(1u << PAGE_BITS)
#define CACHED		4096

struct page {
	uint64_t number;
	struct line *line;
};

static struct page pages[NR_PAGES], cached[CACHED];
static unsigned int nr_pages;

static struct line *lines_of(uint64_t number)
{
	struct page *hint = &cached[number % CACHED];
	unsigned int i = (number * 0x9e3779b97f4a7c15ull) >> (64 - PAGE_BITS);

	if (hint->line && hint->number == number)
		return hint->line;
	while (pages[i].line && pages[i].number != number)
		i = (i + 1) % NR_PAGES;
	if (!pages[i].line) {
		if (++nr_pages > NR_PAGES / 4 * 3)
			give_up("more memory than the directory holds", "");
		pages[i].number = number;
		pages[i].line = calloc(LINES, sizeof(struct line));
		if (!pages[i].line)
			give_up("no memory left", "");
	}
	*hint = pages[i];
	return hint->line;
}

struct line *line_of(uint64_t addr)
{
	return &lines_of(addr >> 12)[addr >> 6 & (LINES - 1)];
}

bool has(const struct line *line, unsigned int c)
{
	return line->has[c / 64] >> (c % 64) & 1;
}

static bool others_have(const struct line *line, unsigned int c)
{
	unsigned int i;

	for (i = 0; i < CPU_WORDS; i++)
		if (line->has[i] & ~(i == c / 64 ? 1ull << (c % 64) : 0))
			return true;
	return false;
}

static unsigned int socket_of(unsigned int c)
{
	return c * conf.sockets / conf.cpus;
}

/* A read takes the nearest copy, a write has to reach the furthest. */
static uint64_t latency(const struct line *line, unsigned int c, bool write)
{
	bool near = false, far = false;
	unsigned int i;

	if (conf.sockets == 1)
		return conf.latency;
	for (i = 0; i < conf.cpus; i++) {
		if (i == c || !has(line, i))
			continue;
		if (socket_of(i) == socket_of(c))
			near = true;
		else
			far = true;
	}
	return write ? (far ? conf.remote : conf.latency) : (near ? conf.latency : conf.remote);
}

static void stall(struct cpu *cpu, struct line *line, uint64_t cycles, bool write)
{
	uint64_t start = cpu->clock;

	if (conf.queued && line->ready > start)
		start = line->ready;
	cpu->stalled += start + cycles - cpu->clock;
	cpu->clock = start + cycles;
	if (write)
		line->ready = cpu->clock;
}

static void moved(unsigned int c, struct line *line, uint64_t addr, const struct site *site,
		  enum move kind)
{
	struct cpu *cpu = &cpus[c];

	stall(cpu, line, latency(line, c, kind != MOVE_READ), kind != MOVE_READ);
	if (phase != COUNTED)
		return;
	cpu->moves[kind]++;
	count_move(addr, site, kind);
}

void touch(unsigned int c, uint64_t addr, bool write, const struct site *site)
{
	struct line *line = line_of(addr);
	bool mine = has(line, c);

	if (write) {
		if (others_have(line, c)) {
			moved(c, line, addr, site, mine ? MOVE_UPGRADE : MOVE_WRITE);
			memset(line->has, 0, sizeof(line->has));
			if (line->asleep)
				spin_written(line, c);
		}
		line->written = true;
	} else {
		if (mine)
			return;
		if (line->written)
			moved(c, line, addr, site, MOVE_READ);
	}
	line->has[c / 64] |= 1ull << (c % 64);
}
