// SPDX-License-Identifier: GPL-2.0
/* Options, as scripts/simulate/point gives them. */
#include "sim.h"
#include <stdlib.h>
#include <string.h>

struct config conf = {
	.sockets = 1, .latency = 100, .remote = 0, .quantum = 100, .pause = 40, .spin = 1000,
	.warmup = 500000, .window = 4000000, .queued = true, .cycle = 500,
};

/* Digits, and nothing behind them */
static bool number(const char *text, uint64_t *to)
{
	char *end;

	*to = strtoull(text, &end, 10);
	return end != text && !*end;
}

int option(const char *arg)
{
	const char *value = strchr(arg, '=');
	uint64_t sockets = conf.sockets, queued = conf.queued, user = conf.user;
	const struct { const char *name; uint64_t *to; } numbers[] = {
		{ "latency", &conf.latency }, { "remote", &conf.remote },
		{ "quantum", &conf.quantum }, { "pause", &conf.pause }, { "spin", &conf.spin },
		{ "warmup", &conf.warmup }, { "window", &conf.window },
		{ "cycle", &conf.cycle },
		{ "sockets", &sockets }, { "queued", &queued }, { "user", &user },
	};
	size_t i, len = value ? (size_t)(value++ - arg) : 0;
	bool good = true;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (strlen(numbers[i].name) == len && !strncmp(arg, numbers[i].name, len))
			break;
	if (i < sizeof(numbers) / sizeof(*numbers))
		good = number(value, numbers[i].to);
	else if (!strncmp(arg, "out=", 4))
		conf.out = value;
	else if (!strncmp(arg, "map=", 4))
		conf.map = value;
	else
		good = false;
	conf.sockets = sockets;
	conf.queued = queued;
	conf.user = user;
	return good ? 0 : -1;
}
