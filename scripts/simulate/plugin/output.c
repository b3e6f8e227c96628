// SPDX-License-Identifier: GPL-2.0
/* The result as lines of words. It is there when it is complete. */
#include "sim.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void give_up(const char *what, const char *which)
{
	fprintf(stderr, "simulator: %s%s\n", what, which);
	_exit(1);
}

static void cpus_print(FILE *f)
{
	unsigned int c;

	for (c = 0; c < conf.cpus; c++) {
		const struct cpu *cpu = &cpus[c];

		fprintf(f, "cpu %u %lu %lu %lu %lu %lu %lu %lu %lu\n", c, cpu->clock - cpu->clock0,
			cpu->insns - cpu->insns0, cpu->stalled, cpu->moves[MOVE_READ],
			cpu->moves[MOVE_WRITE], cpu->moves[MOVE_UPGRADE], cpu->ops[0], cpu->ops[1]);
	}
}

/* Where each CPU has its copy of the per-CPU variables */
static void percpu_print(FILE *f)
{
	struct bytes *b = g_byte_array_new();
	uint64_t offset;
	unsigned int c;

	for (c = 0; c < conf.cpus; c++) {
		if (!qemu_plugin_read_memory_vaddr(symbols.percpu_offset + c * 8, b, 8))
			continue;
		memcpy(&offset, b->data, sizeof(offset));
		fprintf(f, "percpu %u %lx\n", c, offset);
	}
}

void print_result(void)
{
	char name[4096];
	FILE *f;

	snprintf(name, sizeof(name), "%s.new", conf.out);
	f = fopen(name, "w");
	if (!f)
		give_up("cannot write ", name);
	fprintf(f, "window %lu\nreleased %u\n", conf.window, nr_released);
	locks_end();
	cpus_print(f);
	percpu_print(f);
	locks_print(f);
	moves_print(f);
	pages_print(f);
	if (fclose(f) || rename(name, conf.out))
		give_up("cannot write ", conf.out);
}
