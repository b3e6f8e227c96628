// SPDX-License-Identifier: GPL-2.0
/*
 * trace FIRST COUNT: what a sequence of PID operations gives that is made from a seed,
 * in a namespace of its own: a line "SEED HASH" for each, in any order. trace SEED: the
 * lines themselves. They are the same on every kernel with the same rules, so nothing here
 * may depend on time: who is gone was waited for, and only the init of a namespace acts.
 */
#include "trace.h"
#include <sys/mman.h>
#include <sys/mount.h>

#define DEPTH_MAX	3

static void run(uint64_t seed, int depth);

static void op_nest(struct space *s)
{
	struct clone_args args = { .flags = CLONE_NEWPID | CLONE_NEWNS, .exit_signal = SIGCHLD };
	uint64_t seed = s->rnd + below(s, 1000);
	int nr, status = -1;

	if (s->depth == DEPTH_MAX)
		return;
	nr = syscall(SYS_clone3, &args, sizeof(args));
	if (!nr)
		run(seed, s->depth + 1);
	if (nr > 0)
		waitpid(nr, &status, 0);
	say(s, "namespace %d: %d", nr < 0 ? -errno : nr, status);
}

/* As the init of a new namespace. Who is left is killed with it. */
static void run(uint64_t seed, int depth)
{
	static void (* const ops[])(struct space *s) = {
		op_fork, op_fork, op_reap, op_come_and_go, op_set_tid, op_set_tid, op_orphan,
		op_look, op_look, op_readdir, op_last, op_pid_max, op_nest,
	};
	struct space s = { .rnd = (seed + 1) * 0x9e3779b97f4a7c15 | 1, .depth = depth };
	int n = 20 + below(&s, 40) / (depth + 1);

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("proc", "/proc", "proc", 0, NULL))
		err(1, "cannot mount /proc");
	s.pid_max = read_int("/proc/sys/kernel/pid_max");
	while (n--)
		ops[below(&s, sizeof(ops) / sizeof(*ops))](&s);
	op_readdir(&s);
	_exit(0);
}

static void one(uint64_t seed)
{
	struct clone_args args = { .flags = CLONE_NEWPID | CLONE_NEWNS, .exit_signal = SIGCHLD };
	int nr, status;

	trace->len = 0;
	nr = syscall(SYS_clone3, &args, sizeof(args));
	if (nr < 0)
		err(1, "no namespace");
	if (!nr)
		run(seed, 0);
	if (waitpid(nr, &status, 0) != nr || status)
		errx(1, "seed %llu died: %#x", (unsigned long long)seed, status);
}

static uint64_t hash(void)
{
	uint64_t hash = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < trace->len; i++)
		hash = (hash ^ (unsigned char)trace->text[i]) * 0x100000001b3;
	return hash;
}

static void new_trace(void)
{
	trace = mmap(NULL, sizeof(*trace), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (trace == MAP_FAILED)
		err(1, "no memory");
}

/* A line of each is one write(), so the workers' lines stay whole. */
static void worker(uint64_t seed, uint64_t end, int step)
{
	new_trace();
	for (; seed < end; seed += step) {
		one(seed);
		dprintf(1, "%llu %016llx\n", (unsigned long long)seed, (unsigned long long)hash());
	}
	_exit(0);
}

/* A worker for each CPU. */
static int many(uint64_t seed, uint64_t count)
{
	int workers = sysconf(_SC_NPROCESSORS_ONLN), i, status, ret = 0;

	for (i = 0; i < workers; i++) {
		int nr = fork();

		if (nr < 0)
			err(1, "no worker");
		if (!nr)
			worker(seed + i, seed + count, workers);
	}
	while (wait(&status) > 0)
		ret |= status != 0;
	return ret;
}

int main(int argc, char **argv)
{
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;

	if (argc > 2)
		return many(seed, strtoull(argv[2], NULL, 10));
	new_trace();
	one(seed);
	fwrite(trace->text, 1, trace->len, stdout);
	return 0;
}
