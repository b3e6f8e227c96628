// SPDX-License-Identifier: GPL-2.0
/*
 * Which locks are wanted and held, for how long. In the functions of .spinlock.text
 * the first atomic names the lock, and the CPU has it when it leaves them. An atomic
 * elsewhere that sets bit 0 of a word takes a bit lock. A lock is free again when the
 * CPU that has it writes the word.
 */
#include "sim.h"
#include <stdio.h>
#include <string.h>

#define LOCK_BITS	16
#define NR_LOCKS	(1u << LOCK_BITS)

static struct lock {
	uint64_t addr;
	char kind;
	uint64_t taken, wait, hold, wait_moves, hold_moves;
} locks[NR_LOCKS], none;

static unsigned int nr_locks;

static struct lock *lock_of(const struct engaged *e)
{
	unsigned int i = ((e->addr ^ (uint64_t)e->kind << 56) * 0x9e3779b97f4a7c15ull) >> (64 - LOCK_BITS);

	while (locks[i].addr && (locks[i].addr != e->addr || locks[i].kind != e->kind))
		i = (i + 1) % NR_LOCKS;
	if (!locks[i].addr) {
		/* Locks in memory that comes and goes may be many. */
		if (nr_locks >= NR_LOCKS / 4 * 3)
			return &none;
		nr_locks++;
		locks[i].addr = e->addr;
		locks[i].kind = e->kind;
	}
	return &locks[i];
}

/* A trylock that failed after all, or an interrupt while it waited */
static void forget(struct cpu *cpu, uint64_t addr)
{
	unsigned int i;

	for (i = cpu->nr_held; i--; )
		if (cpu->held[i].addr == addr && cpu->held[i].kind != 'r')
			memmove(cpu->held + i, cpu->held + i + 1, (--cpu->nr_held - i) * sizeof(*cpu->held));
}

static void hold(struct cpu *cpu, struct engaged *e)
{
	struct lock *lock = lock_of(e);

	forget(cpu, e->addr);
	lock->taken++;
	/* A CPU that slept may have been woken before the window began. */
	if (cpu->clock > e->since)
		lock->wait += cpu->clock - e->since;
	lock->wait_moves += all_moves(cpu) - e->moves;
	if (cpu->nr_held == MAX_HELD)
		memmove(cpu->held, cpu->held + 1, --cpu->nr_held * sizeof(*cpu->held));
	e->since = cpu->clock;
	e->moves = all_moves(cpu);
	cpu->held[cpu->nr_held++] = *e;
	e->addr = 0;
}

static void release(struct cpu *cpu, unsigned int i)
{
	struct engaged *e = &cpu->held[i];
	struct lock *lock = lock_of(e);

	lock->hold += cpu->clock - e->since;
	lock->hold_moves += all_moves(cpu) - e->moves;
	memmove(e, e + 1, (--cpu->nr_held - i) * sizeof(*e));
}

void lock_entered(unsigned int c)
{
	hold(&cpus[c], &cpus[c].want);
}

/* Before the read that came with this write */
static void engage(const struct cpu *cpu, struct engaged *e, uint64_t addr, char kind)
{
	*e = (struct engaged){
		.addr = addr, .since = cpu->read_clock, .moves = cpu->read_moves, .kind = kind,
	};
}

static bool releases(struct cpu *cpu, const struct site *site, uint64_t addr, uint64_t value)
{
	unsigned int i;

	for (i = cpu->nr_held; i--; ) {
		if (cpu->held[i].addr != addr)
			continue;
		/* Taken once more, by a reader; a plain write lets go even there. */
		if ((site->flags & SITE_LOCK && site->flags & SITE_ATOMIC) || (cpu->held[i].kind == 'b' && value & 1))
			return false;
		release(cpu, i);
		return true;
	}
	return false;
}

/* A failed cmpxchg reports what it would have written: the old value tells. */
static void bit_write(struct cpu *cpu, uint64_t addr, uint64_t value)
{
	uint64_t old = cpu->read_value;

	if (value != (old | 1)) {
		if (value & ~old & 1)
			cpu->want_bit.addr = 0;
		return;
	}
	if (cpu->want_bit.addr != addr)
		engage(cpu, &cpu->want_bit, addr, 'b');
	if (!(old & 1))
		hold(cpu, &cpu->want_bit);
}

void lock_write(unsigned int c, const struct site *site, uint64_t addr, uint64_t value)
{
	struct cpu *cpu = &cpus[c];

	if (cpu->nr_held && releases(cpu, site, addr, value))
		return;
	if (!(site->flags & SITE_ATOMIC) || cpu->read_site != site || cpu->read_addr != addr)
		return;
	if (site->flags & SITE_LOCK) {
		if (!cpu->want.addr && !(site->flags & SITE_TRYLOCK && cpu->read_value & 0xff))
			engage(cpu, &cpu->want, addr, site->kind);
	} else if (site->flags & SITE_SETS_BIT) {
		bit_write(cpu, addr, value);
	}
}

static void from_now(struct engaged *e, const struct cpu *cpu)
{
	e->since = cpu->clock;
	e->moves = all_moves(cpu);
}

void locks_reset(void)
{
	struct cpu *cpu;
	unsigned int i;

	memset(locks, 0, sizeof(locks));
	nr_locks = 0;
	for (cpu = cpus; cpu < cpus + conf.cpus; cpu++) {
		from_now(&cpu->want, cpu);
		from_now(&cpu->want_bit, cpu);
		for (i = 0; i < cpu->nr_held; i++)
			from_now(&cpu->held[i], cpu);
	}
}

/* What has not come to an end counts up to now; a bit may be no lock at all. */
void locks_end(void)
{
	struct cpu *cpu;

	for (cpu = cpus; cpu < cpus + conf.cpus; cpu++) {
		if (cpu->want.addr)
			hold(cpu, &cpu->want);
		while (cpu->nr_held) {
			if (cpu->held[0].kind == 'b')
				from_now(&cpu->held[0], cpu);
			release(cpu, 0);
		}
	}
}

void locks_print(void *file)
{
	const struct lock *l;

	for (l = locks; l < locks + NR_LOCKS; l++)
		if (l->taken)
			fprintf(file, "lock %lx %c %lu %lu %lu %lu %lu\n", l->addr, l->kind, l->taken,
				l->wait, l->hold, l->wait_moves, l->hold_moves);
}
