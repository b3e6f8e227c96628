// SPDX-License-Identifier: GPL-2.0
/*
 * Loads for make bench: how many tasks N processes create and reap in a given
 * time, each way to create one, and what reading /proc takes beside a crowd.
 * Uses nothing that Linux 4.14 lacks; what a kernel cannot do it says.
 *
 * Usage: load WAY N SECONDS	prints WAY,N,ops,seconds
 *        load crowd COUNT TURNS COMMAND [+ COMMAND]...	the commands, one after
 *				the other, so many times, while COUNT processes
 *				sleep; prints what each took:
 *				COMMAND,COUNT,real,user,system in seconds
 *        load readdir		reads all of /proc's directory once
 *        load idle COUNT SECONDS	does so again and again, in a namespace of ten
 *				processes and that many idle threads: prints idle,COUNT,ops,seconds
 */
#include "load.h"

static int usage(void)
{
	fprintf(stderr, "usage: load WAY N SECONDS | crowd COUNT TURNS COMMAND [+ COMMAND]... | readdir | idle COUNT SECONDS\nways:");
	list_ways();
	fprintf(stderr, "\n");
	return 2;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const struct way *way = way_by_name(what);

	if (!strcmp(what, "nothing"))
		return 0;
	if (!strcmp(what, "readdir"))
		return read_proc();
	if (!strcmp(what, "idle") && argc == 4)
		return idle(atoi(argv[2]), atof(argv[3]));
	if (!strcmp(what, "crowd") && argc > 4)
		return crowd(atoi(argv[2]), atoi(argv[3]), argv + 4);
	if (way && argc == 4 && atoi(argv[2]) > 0)
		return run(way, atoi(argv[2]), atof(argv[3]));
	return usage();
}
