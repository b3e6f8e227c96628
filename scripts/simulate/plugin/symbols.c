// SPDX-License-Identifier: GPL-2.0
/* What the simulator has to know of a kernel, from its System.map. */
#include "sim.h"
#include <stdio.h>
#include <string.h>

#define MAX_FUNCTIONS	128

struct symbols symbols;

static struct function {
	uint64_t start, end;
	char name[48];
} functions[MAX_FUNCTIONS];

static int nr_functions;

static const struct {
	const char *name;
	uint64_t *to;
} wanted[] = {
	{ "__lock_text_start", &symbols.lock_start },
	{ "__lock_text_end", &symbols.lock_end },
	{ "__per_cpu_offset", &symbols.percpu_offset },
};

static void note(uint64_t addr, const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (!strcmp(name, wanted[i].name))
			*wanted[i].to = addr;
	/* The map is sorted: a function ends where the next symbol starts. */
	if (nr_functions && !functions[nr_functions - 1].end && addr > functions[nr_functions - 1].start)
		functions[nr_functions - 1].end = addr;
	if (symbols.lock_start && !symbols.lock_end && nr_functions < MAX_FUNCTIONS &&
	    (strstr(name, "lock") || strstr(name, "rwlock")) && strcmp(name, "__lock_text_start")) {
		functions[nr_functions].start = addr;
		snprintf(functions[nr_functions++].name, sizeof(functions->name), "%.47s", name);
	}
}

int read_symbols(const char *file)
{
	char line[512], name[256], type;
	unsigned long addr;
	FILE *f = fopen(file, "r");

	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%lx %c %255s", &addr, &type, name) == 3)
			note(addr, name);
	fclose(f);
	return symbols.lock_end ? 0 : -1;
}

const char *lock_function(uint64_t pc)
{
	int i;

	if (pc - symbols.lock_start >= symbols.lock_end - symbols.lock_start)
		return NULL;
	for (i = 0; i < nr_functions; i++)
		if (pc >= functions[i].start && pc < functions[i].end)
			return functions[i].name;
	return NULL;
}
