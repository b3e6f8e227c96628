// SPDX-License-Identifier: GPL-2.0
/* How often which word was the reason of a move, and in which instruction. */
#include "sim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOVE_BITS	21
#define NR_MOVES	(1u << MOVE_BITS)
#define MAX_NAME	40

static struct record {
	const struct site *site;
	uint64_t word;
	uint32_t count[MOVES];
} records[NR_MOVES];

static unsigned int nr_records;
static uint64_t lost;

void count_move(uint64_t addr, const struct site *site, enum move kind)
{
	uint64_t word = addr & ~7ull;
	unsigned int i = ((word ^ site->pc << 20) * 0x9e3779b97f4a7c15ull) >> (64 - MOVE_BITS);

	while (records[i].site && (records[i].site != site || records[i].word != word))
		i = (i + 1) % NR_MOVES;
	if (!records[i].site) {
		if (nr_records >= NR_MOVES / 4 * 3) {
			lost++;
			return;
		}
		nr_records++;
		records[i].site = site;
		records[i].word = word;
	}
	records[i].count[kind]++;
}

void moves_reset(void)
{
	memset(records, 0, sizeof(records));
	nr_records = 0;
	lost = 0;
}

void moves_print(void *file)
{
	const struct record *r;

	for (r = records; r < records + NR_MOVES; r++)
		if (r->site)
			fprintf(file, "move %lx %lx %u %u %u\n", r->word, r->site->pc,
				r->count[MOVE_READ], r->count[MOVE_WRITE], r->count[MOVE_UPGRADE]);
	if (lost)
		fprintf(file, "lost %lu\n", lost);
}

/* --- Whose memory it is ------------------------------------------------------- */

static struct bytes *buffer;

static bool guest_read(uint64_t addr, void *to, size_t len)
{
	if (!buffer)
		buffer = g_byte_array_new();
	if (!qemu_plugin_read_memory_vaddr(addr, buffer, len))
		return false;
	memcpy(to, buffer->data, len);
	return true;
}

static uint64_t guest_word(uint64_t addr)
{
	uint64_t value;

	return guest_read(addr, &value, sizeof(value)) ? value : 0;
}

static bool is_name(const char *s)
{
	size_t n;

	for (n = 0; n < MAX_NAME && s[n]; n++)
		if (s[n] <= ' ' || s[n] > '~' || s[n] == ',')
			return false;
	return n >= 3 && n < MAX_NAME;
}

/*
 * A slab's struct page has its cache in the second word, which for a tail of a
 * larger one points to the head; a cache has a pointer to its name.
 */
static bool cache_name(uint64_t addr, char *name)
{
	uint64_t page = 0xffffea0000000000ull + ((addr - 0xffff888000000000ull) >> 12) * 64;
	uint64_t cache = guest_word(page + 8), field[32];
	unsigned int i;

	if (cache & 1)
		cache = guest_word((cache & ~1ull) + 8);
	if (cache < 0xffff888000000000ull || cache & 7 || !guest_read(cache, field, sizeof(field)))
		return false;
	for (i = 0; i < 32; i++) {
		if (field[i] < 0xffff888000000000ull || !guest_read(field[i], name, MAX_NAME))
			continue;
		name[MAX_NAME - 1] = 0;
		if (is_name(name))
			return true;
	}
	return false;
}

static void page_print(FILE *f, uint64_t page)
{
	char name[MAX_NAME];

	if (page >> 32 == 0xffffffff || page < 0xffff888000000000ull || page >= 0xffffc88000000000ull)
		return;
	if (cache_name(page, name))
		fprintf(f, "page %lx %s\n", page, name);
}

void pages_print(void *file)
{
	static uint64_t seen[1 << 16];
	const struct record *r;
	uint64_t page;
	unsigned int i;

	for (r = records; r < records + NR_MOVES; r++) {
		page = r->word & ~0xfffull;
		if (!r->site)
			continue;
		/* One that another one displaces is printed twice, which does no harm. */
		i = (page * 0x9e3779b97f4a7c15ull) >> 48;
		if (seen[i] == page)
			continue;
		seen[i] = page;
		page_print(file, page);
	}
}
