// SPDX-License-Identifier: GPL-2.0
/*
 * The guest of make simulate, its init: on each CPU a process that does the same
 * thing again and again. Three instructions that do nothing tell the simulator
 * where it starts, and of an operation of the first and of the second kind.
 * The kernel's command line has load=NAME, neighbours=N and count=N.
 */
#include "load.h"
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/sysinfo.h>

#define WARM_UP	30	/* operations, before a CPU is ready; unless its load has another number */
#define COUNTED	8000	/* for count=1: the grace periods of fewer differ from boot to boot */

struct shared *shared;

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

/* --- Workers -------------------------------------------------------------------- */

static pid_t fork_or_fail(void)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	return pid;
}

/* Down into so many namespaces, in each as the first process */
static void descend(int levels)
{
	pid_t pid;

	while (levels--) {
		if (unshare(CLONE_NEWPID))
			fail("unshare");
		pid = fork_or_fail();
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
	for (i = 0; i < (load->warm_up ?: WARM_UP); i++)
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
		if (fork_or_fail())
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
	const struct load *load;
	const char *name;
	int n;

	mount("proc", "/proc", "proc", 0, NULL);
	shared = toy_memory(sizeof(*shared));
	shared->cpus = get_nprocs();
	printf("cpus %d\n", shared->cpus);
	fflush(stdout);
	for (n = atoi(word_after("neighbours=", "0")); n > 0; n--)
		if (!fork_or_fail())
			for (;;)
				pause();
	name = word_after("load=", "thread");
	load = load_by_name(name);
	if (!load)
		fail(name);
	if (atoi(word_after("count=", "0")))
		count(load);
	start(load);
	for (;;)
		pause();
}
