// SPDX-License-Identifier: GPL-2.0
/*
 * The guest of make simulate, its init: on each CPU a process that does the same
 * thing again and again. Three instructions that do nothing tell the simulator
 * where it starts, and of an operation of the first and of the second kind.
 * The kernel's command line has load=NAME, neighbours=N and count=N.
 */
#include "load.h"
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/sysinfo.h>

#define WARM_UP	30	/* operations, before a CPU is ready */
#define COUNTED	2000	/* for count=1 */

static struct shared {
	atomic_int ready;
	int cpus;
	pid_t pid[256];
} *shared;

static const char *word_after(const char *key, const char *otherwise)
{
	static char line[4096];
	char *p, *word;
	int fd = open("/proc/cmdline", O_RDONLY);
	ssize_t n = read(fd, line, sizeof(line) - 1);

	close(fd);
	line[n > 0 ? n : 0] = 0;
	p = strstr(line, key);
	if (!p)
		return otherwise;
	word = strdup(p + strlen(key));
	word[strcspn(word, " \n")] = 0;
	return word;
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("sched_setaffinity");
}

/* --- Operations --------------------------------------------------------------- */

static void *nothing(void *arg)
{
	return arg;
}

static void op_thread(int cpu)
{
	pthread_t t;

	(void)cpu;
	if (pthread_create(&t, NULL, nothing, NULL) || pthread_join(t, NULL))
		fail("pthread_create");
	MARK_OPERATION;
}

static void op_fork(int cpu)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	shared->pid[cpu] = pid;
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		fail("fork");
	MARK_OPERATION;
}

static void op_vfork(int cpu)
{
	pid_t pid = vfork();

	(void)cpu;
	if (!pid)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		fail("vfork");
	MARK_OPERATION;
}

static void op_readdir(int cpu)
{
	DIR *proc = opendir("/proc");

	(void)cpu;
	if (!proc)
		fail("/proc");
	while (readdir(proc))
		;
	closedir(proc);
	MARK_OTHER;
}

/* A number that is in use, or was a moment ago */
static void op_look_up(int cpu)
{
	pid_t pid = shared->pid[(cpu + 1) % shared->cpus];
	int fd;

	if (pid > 1) {
		kill(pid, 0);
		fd = syscall(SYS_pidfd_open, pid, 0);
		if (fd >= 0)
			close(fd);
	}
	MARK_OTHER;
}

static const struct load {
	const char *name;
	void (*op)(int cpu);
	void (*odd)(int cpu);	/* on every other CPU, or in turns on a single one */
	int levels;		/* of namespaces */
	bool one_for_all;	/* of them, or of threads */
} loads[] = {
	{ "thread", op_thread },
	{ "fork", op_fork },
	{ "vfork", op_vfork },
	{ "threads1", op_thread, .one_for_all = true },
	{ "ns1", op_thread, .levels = 1 },
	{ "ns4", op_thread, .levels = 4 },
	{ "ns1all", op_thread, .levels = 1, .one_for_all = true },
	{ "ns4all", op_thread, .levels = 4, .one_for_all = true },
	{ "readdir", op_fork, op_readdir },
	{ "lookup", op_fork, op_look_up },
	{ "word", toy_word }, { "line", toy_line }, { "lines", toy_lines },
	{ "pingpong", toy_pingpong }, { "reader", toy_write, toy_read }, { "lock", toy_lock },
};

/* --- Workers -------------------------------------------------------------------- */

/* Down into so many namespaces, in each as the first process */
static void descend(int levels)
{
	pid_t pid;

	while (levels--) {
		if (unshare(CLONE_NEWPID))
			fail("unshare");
		pid = fork();
		if (pid) {
			waitpid(pid, NULL, 0);
			_exit(0);
		}
	}
}

static void operation(const struct load *load, int cpu)
{
	if (load->odd && (cpu % 2 || shared->cpus == 1))
		load->odd(cpu);
	if (!load->odd || cpu % 2 == 0)
		load->op(cpu);
}

static void work(const struct load *load, int cpu)
{
	int i;

	pin(cpu);
	for (i = 0; i < WARM_UP; i++)
		operation(load, cpu);
	if (atomic_fetch_add(&shared->ready, 1) == shared->cpus - 1)
		MARK_START;
	for (;;)
		operation(load, cpu);
}

static const struct load *the_load;

static void *work_as_thread(void *arg)
{
	work(the_load, (long)arg);
	return NULL;
}

static void start_threads(void)
{
	pthread_t t;
	long cpu;

	for (cpu = 0; cpu < shared->cpus; cpu++)
		if (pthread_create(&t, NULL, work_as_thread, (void *)cpu))
			fail("pthread_create");
	pause();
}

static void start(const struct load *load)
{
	int cpu;

	the_load = load;
	if (load->one_for_all && !load->levels)
		start_threads();
	if (load->one_for_all)
		descend(load->levels);
	for (cpu = 0; cpu < shared->cpus; cpu++) {
		if (fork())
			continue;
		if (!load->one_for_all)
			descend(load->levels);
		work(load, cpu);
	}
}

/* What one CPU takes where a cycle of the clock is an instruction: -icount */
static void count(const struct load *load)
{
	unsigned long long start;
	int i;

	pin(0);
	for (i = 0; i < WARM_UP; i++)
		operation(load, 0);
	start = __builtin_ia32_rdtsc();
	for (i = 0; i < COUNTED; i++)
		operation(load, 0);
	printf("counted %s %llu %d\n", load->name, __builtin_ia32_rdtsc() - start, COUNTED);
	fflush(stdout);
	reboot(RB_POWER_OFF);
}

int main(void)
{
	const char *name;
	unsigned int i;
	int n;

	mount("proc", "/proc", "proc", 0, NULL);
	shared = toy_memory(sizeof(*shared));
	shared->cpus = get_nprocs();
	printf("cpus %d\n", shared->cpus);
	fflush(stdout);
	for (n = atoi(word_after("neighbours=", "0")); n > 0; n--)
		if (!fork())
			for (;;)
				pause();
	name = word_after("load=", "thread");
	for (i = 0; i < sizeof(loads) / sizeof(*loads); i++) {
		if (strcmp(name, loads[i].name))
			continue;
		if (atoi(word_after("count=", "0")))
			count(&loads[i]);
		start(&loads[i]);
		for (;;)
			pause();
	}
	fail(name);
}
