// SPDX-License-Identifier: GPL-2.0
/*
 * A process of COUNT idle threads on stacks as small as they can be.
 * Usage: idle COUNT	prints "ready COUNT", waits for the end of its input
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STACK	2048

static int idle(void *unused)
{
	(void)unused;
	for (;;)
		syscall(SYS_pause);
	return 0;
}

int main(int argc, char **argv)
{
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
	size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000, i;
	char *stacks = mmap(NULL, count * STACK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char c;

	if (stacks == MAP_FAILED) {
		perror("idle: mmap");
		return 1;
	}
	for (i = 0; i < count; i++) {
		if (clone(idle, stacks + (i + 1) * STACK, flags, NULL) < 0) {
			fprintf(stderr, "idle: thread %zu: %s\n", i, strerror(errno));
			return 1;
		}
	}
	printf("ready %zu\n", count);
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	syscall(SYS_exit_group, 0);
	return 0;
}
