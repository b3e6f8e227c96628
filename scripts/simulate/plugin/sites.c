// SPDX-License-Identifier: GPL-2.0
/* Instructions that touch memory: one record for each, found by its address. */
#include "sim.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define SITE_BITS	20
#define NR_SITES	(1u << SITE_BITS)

static struct site *sites[NR_SITES];
static unsigned int nr_sites;
static pthread_mutex_t sites_lock = PTHREAD_MUTEX_INITIALIZER;

struct code {
	uint8_t byte[16];
	size_t size;
};

static struct code code_of(struct qemu_plugin_insn *insn)
{
	struct code code = { .size = qemu_plugin_insn_size(insn) };

	qemu_plugin_insn_data(insn, code.byte, sizeof(code.byte));
	return code;
}

bool is_exchange(struct qemu_plugin_insn *insn, uint8_t modrm)
{
	struct code code = code_of(insn);

	return code.size == 3 && code.byte[0] == 0x66 && code.byte[1] == 0x87 && code.byte[2] == modrm;
}

bool is_pause(struct qemu_plugin_insn *insn)
{
	struct code code = code_of(insn);

	return code.size == 2 && code.byte[0] == 0xf3 && code.byte[1] == 0x90;
}

/* A repeated string instruction; how it touches memory once a time */
int repeated(struct qemu_plugin_insn *insn)
{
	struct code code = code_of(insn);
	const uint8_t *op = code.byte;

	if (*op != 0xf3 && *op != 0xf2)
		return 0;
	if ((*++op & 0xf0) == 0x40)
		op++;
	switch (*op) {
	case 0xa4: case 0xa5: case 0xaa: case 0xab:	/* movs, stos */
		return MEM_W;
	case 0xac: case 0xad: case 0xae: case 0xaf:	/* lods, scas */
		return MEM_R;
	}
	return 0;
}

/* Whether it is atomic, and one of those that bit locks are taken with */
static unsigned int atomic_flags(const struct code *code)
{
	const uint8_t *op = code->byte;
	bool locked = false;

	for (;; op++) {
		if (*op == 0xf0)
			locked = true;
		else if (*op != 0x66 && *op != 0xf2 && *op != 0xf3 && *op != 0x65 && *op != 0x3e &&
			 *op != 0x2e && (*op & 0xf0) != 0x40)
			break;
	}
	if (*op == 0x86 || *op == 0x87)		/* xchg with memory is locked by itself */
		return SITE_ATOMIC;
	if (!locked)
		return 0;
	if (op[0] == 0x0f && (op[1] == 0xab || op[1] == 0xb1 || (op[1] == 0xba && (op[2] & 0x38) == 0x28)))
		return SITE_ATOMIC | SITE_SETS_BIT;
	return SITE_ATOMIC;
}

static void note_lock(struct site *site)
{
	const char *name = lock_function(site->pc);

	if (!name)
		return;
	site->kind = strstr(name, "read_") ? 'r' : strstr(name, "write_") ? 'w' : 's';
	if (!strstr(name, "unlock"))
		site->flags |= SITE_LOCK;
	if (strstr(name, "trylock"))
		site->flags |= SITE_TRYLOCK;
}

struct site *site_of(struct qemu_plugin_insn *insn)
{
	uint64_t pc = qemu_plugin_insn_vaddr(insn);
	unsigned int i = (pc * 0x9e3779b97f4a7c15ull) >> (64 - SITE_BITS);
	struct code code = code_of(insn);
	struct site *site;

	pthread_mutex_lock(&sites_lock);
	while (sites[i] && sites[i]->pc != pc)
		i = (i + 1) % NR_SITES;
	if (!sites[i]) {
		sites[i] = ++nr_sites < NR_SITES / 4 * 3 ? calloc(1, sizeof(*site)) : NULL;
		if (!sites[i])
			give_up("more code than the table of instructions holds", "");
		sites[i]->pc = pc;
		if (pc >> 63)
			note_lock(sites[i]);
	}
	site = sites[i];
	/* Code may have changed: static keys, alternatives, another process. */
	site->flags &= ~(SITE_ATOMIC | SITE_SETS_BIT);
	site->flags |= atomic_flags(&code);
	pthread_mutex_unlock(&sites_lock);
	return site;
}
