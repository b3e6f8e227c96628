// SPDX-License-Identifier: GPL-2.0
/* Options, as scripts/simulate/point gives them. */
#include "sim.h"
#include <stdlib.h>
#include <string.h>

struct config conf = {
	.sockets = 1, .latency = 100, .remote = 0, .quantum = 100, .pause = 40, .poll = 1000, .spin = 1000,
	.warmup = 500000, .window = 4000000, .queued = true, .cycle = 500,
};

int option(const char *arg)
{
	const char *value = strchr(arg, '=');
	const struct { const char *name; uint64_t *to; } numbers[] = {
		{ "latency", &conf.latency }, { "remote", &conf.remote },
		{ "quantum", &conf.quantum }, { "pause", &conf.pause }, { "poll", &conf.poll },
		{ "spin", &conf.spin },
		{ "warmup", &conf.warmup }, { "window", &conf.window },
		{ "cycle", &conf.cycle },
	};
	size_t i, len = value ? (size_t)(value++ - arg) : 0;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (strlen(numbers[i].name) == len && !strncmp(arg, numbers[i].name, len))
			return *numbers[i].to = strtoull(value, NULL, 0), 0;
	if (!strncmp(arg, "out=", 4))
		conf.out = value;
	else if (!strncmp(arg, "map=", 4))
		conf.map = value;
	else if (!strncmp(arg, "sockets=", 8))
		conf.sockets = atoi(value);
	else if (!strncmp(arg, "queued=", 7))
		conf.queued = atoi(value);
	else if (!strncmp(arg, "user=", 5))
		conf.user = atoi(value);
	else
		return -1;
	return 0;
}
