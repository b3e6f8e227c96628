// SPDX-License-Identifier: GPL-2.0
/*
 * trace FIRST COUNT: what a sequence of PID operations gives that is made from a seed,
 * in a namespace of its own: a line "SEED HASH" for each, in any order. trace SEED: the
 * lines themselves. They are the same on every kernel with the same rules, so nothing here
 * may depend on time: who is gone was waited for, and only the init of a namespace acts.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEPTH_MAX	3
#define CHILDREN	700
#define STACK		4096
#define TEXT		(4 << 20)

/* Shared by all that one seed starts. */
static struct { size_t len; int nr; char text[TEXT]; } *trace;

struct space {
	uint64_t rnd;
	int depth, children, pid_max;
	int child[CHILDREN];
};

static char stacks[CHILDREN + 1][STACK] __attribute__((aligned(16)));

static unsigned int below(struct space *s, unsigned int n)
{
	s->rnd ^= s->rnd << 13;
	s->rnd ^= s->rnd >> 7;
	s->rnd ^= s->rnd << 17;
	return (s->rnd >> 32) * n >> 32;
}

__attribute__((format(printf, 2, 3)))
static void say(const struct space *s, const char *fmt, ...)
{
	va_list ap;

	trace->len += snprintf(trace->text + trace->len, TEXT - trace->len, "%*s",
			       2 * s->depth, "");
	va_start(ap, fmt);
	trace->len += vsnprintf(trace->text + trace->len, TEXT - trace->len, fmt, ap);
	va_end(ap);
	trace->text[trace->len++] = '\n';
	if (trace->len > TEXT - 100000)
		errx(1, "the trace is too long");
}

static int write_int(const char *path, int value)
{
	int fd = open(path, O_WRONLY), ret = 0;

	if (fd < 0 || dprintf(fd, "%d", value) < 0)
		ret = errno;
	close(fd);
	return ret;
}

static int read_int(const char *path)
{
	int value = -1;
	FILE *f = fopen(path, "r");

	if (!f || fscanf(f, "%d", &value) != 1)
		value = -1;
	if (f)
		fclose(f);
	return value;
}

/* --- Children, which do nothing until they are killed ------------------------- */

static int hold(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return 0;
}

static void keep(struct space *s, int nr)
{
	s->child[s->children++] = nr;
}

static int fork_one(struct space *s)
{
	int nr = clone(hold, stacks[s->children + 1], CLONE_VM | SIGCHLD, NULL);

	if (nr < 0)
		return -errno;
	keep(s, nr);
	return nr;
}

static void op_fork(struct space *s)
{
	/* Enough to run out of numbers, where there are few. */
	int n = s->pid_max > 400 || below(s, 16) ? 1 + below(s, 4) : 350, nr = 0, err = 0;

	while (n-- && s->children < CHILDREN - 2 && !err) {
		nr = fork_one(s);
		if (nr < 0)
			err = -nr;
		else
			say(s, "fork %d", nr);
	}
	if (err)
		say(s, "fork: error %d", err);
}

static void reap(struct space *s, int i)
{
	int nr = s->child[i], got;

	s->child[i] = s->child[--s->children];
	kill(nr, SIGKILL);
	got = waitpid(nr, NULL, 0);
	say(s, "reap %d%s", nr, got == nr ? "" : ": not it");
}

/* The stacks of the others stay in use: rather the last ones, or all of them. */
static void op_reap(struct space *s)
{
	int n = below(s, 20) ? 1 + below(s, 3) : CHILDREN;

	while (n-- && s->children)
		reap(s, s->children - 1);
}

static void op_come_and_go(struct space *s)
{
	int n = below(s, 30), nr = 0;

	if (s->children > CHILDREN - 2)
		return;
	while (n-- && nr >= 0) {
		nr = fork_one(s);
		if (nr > 0) {
			s->children--;
			kill(nr, SIGKILL);
			waitpid(nr, NULL, 0);
		}
	}
	say(s, "come and go: %d", nr);
}

/* A number that is, was, or may be in use */
static int some_nr(struct space *s)
{
	static const int edges[] = { 0, 1, 2, 63, 64, 299, 300, 301, 2047, 2048, 4095, 4096,
				     32767, 32768, 131071, 131072, 4194303, 4194304 };

	switch (below(s, 4)) {
	case 0:
		return s->children ? s->child[below(s, s->children)] : 1;
	case 1:
		return edges[below(s, sizeof(edges) / sizeof(*edges))];
	case 2:
		return s->pid_max - 2 + below(s, 4);
	default:
		return 1 + below(s, s->pid_max);
	}
}

static void op_set_tid(struct space *s)
{
	pid_t tid[2] = { some_nr(s), some_nr(s) };
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)tid,
		/* Outside of the outermost one are numbers that others have, too. */
		.set_tid_size = 1 + (s->depth && !below(s, 4)),
	};
	int nr;

	if (s->children > CHILDREN - 2)
		return;
	nr = syscall(SYS_clone3, &args, sizeof(args));
	if (!nr)
		hold(NULL);
	say(s, "set_tid %d, %d of %d: %d", tid[0], tid[1], (int)args.set_tid_size,
	    nr < 0 ? -errno : nr);
	if (nr > 0)
		keep(s, nr);
}

/* --- Sessions whose leader is gone -------------------------------------------- */

static void leader(void)
{
	int nr;

	setsid();
	nr = fork();
	if (!nr)
		hold(NULL);
	trace->nr = nr;
	_exit(0);
}

static void op_orphan(struct space *s)
{
	struct clone_args again = { .exit_signal = SIGCHLD, .set_tid_size = 1 };
	int nr, err;

	if (s->children > CHILDREN - 4)
		return;
	nr = fork();
	if (!nr)
		leader();
	if (nr < 0) {
		say(s, "session: error %d", errno);
		return;
	}
	waitpid(nr, NULL, 0);
	say(s, "session %d, left: %d", nr, trace->nr);
	if (trace->nr < 0)
		return;
	keep(s, trace->nr);
	again.set_tid = (uintptr_t)&nr;
	err = syscall(SYS_clone3, &again, sizeof(again));
	if (!err)
		hold(NULL);
	if (err > 0)
		keep(s, err);
	say(s, "its number again: %d; group: %d; session: %d", err < 0 ? -errno : err,
	    kill(-nr, 0) ? -errno : 0, getsid(trace->nr));
}

/* --- Looking ------------------------------------------------------------------ */

static void op_look(struct space *s)
{
	int nr = some_nr(s), alive = kill(nr, 0) ? -errno : 0, sid = getsid(nr);

	say(s, "%d: kill %d, getsid %d", nr, nr ? alive : 0, sid < 0 ? -errno : sid);
}

static void op_readdir(struct space *s)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	char line[8192] = "";
	size_t len = 0;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name >= '1' && *entry->d_name <= '9')
			len += snprintf(line + len, sizeof(line) - len, " %s", entry->d_name);
	say(s, "proc:%s", dir ? line : " cannot");
	if (dir)
		closedir(dir);
}

static void op_last(struct space *s)
{
	int nr = below(s, 3) ? some_nr(s) - 1 : (int)below(s, 4194304);
	int err = write_int("/proc/sys/kernel/ns_last_pid", nr);

	say(s, "last := %d: %d, is %d", nr, err, read_int("/proc/sys/kernel/ns_last_pid"));
}

static void op_pid_max(struct space *s)
{
	static const int values[] = { 300, 301, 302, 320, 700, 2048, 4096, 32768, 4194304, 4194305 };
	int value = values[below(s, sizeof(values) / sizeof(*values))];
	int err = write_int("/proc/sys/kernel/pid_max", value);

	s->pid_max = read_int("/proc/sys/kernel/pid_max");
	say(s, "pid_max := %d: %d, is %d", value, err, s->pid_max);
}

/* --- Namespaces ---------------------------------------------------------------- */

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
