// SPDX-License-Identifier: GPL-2.0
/*
 * Creates and reaps tasks in a few ways for a while, and tells how many there were
 * and whether PID numbers were unique meanwhile. How many a second is told on
 * demand: that means nothing without others to compare it to.
 */
#include <getopt.h>
#include <pthread.h>

#include "pid_table.h"

#define WORKERS_MAX	256

struct bench_worker {
	unsigned long tasks;
	double started, ended;
};

struct bench {
	int workers;
	int levels;
	double seconds;
	bool rates;
	struct bench_worker *worker;
	int go[2];			/* closed: start */
};

struct bench_mode {
	const char *name;
	int (*one)(void);		/* create and reap one task */
	bool nested;
};

static int one_fork(void)
{
	unsigned int token = table_token(1);
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid < 0)
		return -1;
	table_claim(token, pid);
	return table_reap(token, pid);
}

static int one_vfork(void)
{
	unsigned int token = table_token(1);
	pid_t pid = vfork();

	if (!pid) {
		table_claim(token, getpid());
		_exit(0);
	}
	return pid < 0 ? -1 : table_reap(token, pid);
}

static void *thread_main(void *unused)
{
	unsigned int token = table_token(1);

	(void)unused;
	table_claim(token, gettid());
	table_release(token, gettid());
	return NULL;
}

static int one_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_main, NULL))
		return -1;
	return pthread_join(thread, NULL) ? -1 : 0;
}

static const struct bench_mode modes[] = {
	{ "fork",	one_fork,	false },
	{ "vfork",	one_vfork,	false },
	{ "thread",	one_thread,	false },
	{ "nested",	one_fork,	true },
};

static int bench_work(const struct bench *b, const struct bench_mode *mode,
		      struct bench_worker *me)
{
	double deadline;
	char c;

	close(b->go[1]);
	if (read(b->go[0], &c, 1))
		return 1;
	me->started = now();
	deadline = me->started + b->seconds;
	do {
		if (mode->one()) {
			perror(mode->name);
			return 1;
		}
		me->tasks++;
		me->ended = now();
	} while (me->ended < deadline);
	return 0;
}

/* In the right namespace by now: start all workers at once, wait for them. */
static int bench_workers(struct bench *b, const struct bench_mode *mode)
{
	int i, n, failed = 0;

	if (pipe2(b->go, O_CLOEXEC)) {
		perror("pipe2");
		return KSFT_FAIL;
	}
	for (n = 0; n < b->workers; n++) {
		pid_t pid = fork_tied();

		if (!pid)
			_exit(bench_work(b, mode, &b->worker[n]));
		if (pid < 0)
			break;
	}
	close(b->go[1]);
	for (i = 0; i < n; i++) {
		int status;

		failed |= wait(&status) < 0 || status;
	}
	return failed || n < b->workers ? KSFT_FAIL : KSFT_PASS;
}

static int bench_print(const struct bench *b, const struct bench_mode *mode)
{
	double first = b->worker[0].started, last = 0;
	unsigned long tasks = 0;
	int i;

	for (i = 0; i < b->workers; i++) {
		struct bench_worker *w = &b->worker[i];

		tasks += w->tasks;
		first = w->started < first ? w->started : first;
		last = w->ended > last ? w->ended : last;
	}
	printf("bench mode=%s tasks=%lu violations=%d", mode->name, tasks,
	       table->violations);
	if (b->rates)
		printf(" workers=%d level=%d seconds=%.3f ops_per_s=%.0f", b->workers,
		       mode->nested ? b->levels : 0, last - first,
		       tasks / (last - first));
	printf("\n");
	return table->violations ? KSFT_FAIL : KSFT_PASS;
}

static int bench_run(struct bench *b, const struct bench_mode *mode)
{
	int levels = mode->nested ? b->levels : 0;
	int status;
	pid_t pid;

	memset(b->worker, 0, b->workers * sizeof(*b->worker));
	memset(table->tasks, 0, sizeof(table->tasks));
	table->violations = 0;
	pid = fork_tied();
	if (!pid) {
		if (!enter_pid_ns(levels, 0))
			_exit(bench_workers(b, mode));
		fprintf(stderr, "%s: no PID namespaces: %s\n", mode->name,
			strerror(errno));
		_exit(cannot(errno) ? KSFT_SKIP : KSFT_FAIL);
	}
	status = pid < 0 ? KSFT_FAIL : wait_exit(pid);
	return status ? status : bench_print(b, mode);
}

static const struct bench_mode *mode_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(modes); i++)
		if (!strcmp(modes[i].name, name))
			return &modes[i];
	return NULL;
}

static void help(FILE *to, const char *prog)
{
	fprintf(to,
		"Usage: %s [-hr] [-s SECONDS] [-j WORKERS] [-l LEVELS] [-m MODE[,MODE...]]\n"
		"  -h  this\n"
		"  -r  tell rates, too\n"
		"  -s  time for each mode (2)\n"
		"  -j  processes that create tasks, 1 to %d (one for each CPU online)\n"
		"  -l  depth of the namespaces in mode nested, 1 to %d (4)\n"
		"  -m  fork, vfork, thread, nested (all)\n"
		"Exit status: 0, 1 (failed, or numbers not unique), 2 (wrong usage), 4 (a mode was skipped)\n",
		prog, WORKERS_MAX, LEVELS_MAX - 1);
}

static int usage(const char *prog)
{
	help(stderr, prog);
	return 2;
}

/* A whole number in this range, or -1. */
static int number(const char *arg, int min, int max)
{
	char *end;
	long val = strtol(arg, &end, 10);

	return *arg && !*end && val >= min && val <= max ? val : -1;
}

int main(int argc, char **argv)
{
	struct bench b = { .levels = 4, .seconds = 2 };
	char all[] = "fork,vfork,thread,nested", *list = all, *name;
	const struct bench_mode *mode;
	int opt, status, ret = KSFT_PASS;

	b.workers = sysconf(_SC_NPROCESSORS_ONLN);
	if (b.workers > WORKERS_MAX)
		b.workers = WORKERS_MAX;
	while ((opt = getopt(argc, argv, "hrs:j:l:m:")) != -1) {
		if (opt == 'h') {
			help(stdout, argv[0]);
			return KSFT_PASS;
		} else if (opt == 'r') {
			b.rates = true;
		} else if (opt == 's') {
			b.seconds = atof(optarg);
		} else if (opt == 'j') {
			b.workers = number(optarg, 1, WORKERS_MAX);
		} else if (opt == 'l') {
			b.levels = number(optarg, 1, LEVELS_MAX - 1);
		} else if (opt == 'm') {
			list = optarg;
		} else {
			return usage(argv[0]);
		}
	}
	if (optind < argc || b.workers < 0 || b.levels < 0 || b.seconds <= 0)
		return usage(argv[0]);
	b.worker = mmap(NULL, b.workers * sizeof(*b.worker), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (b.worker == MAP_FAILED || !table_create()) {
		perror("mmap");
		return KSFT_FAIL;
	}
	for (name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		mode = mode_by_name(name);
		if (!mode)
			return usage(argv[0]);
		status = bench_run(&b, mode);
		fflush(stdout);
		if (status && ret != KSFT_FAIL)
			ret = status;
	}
	return ret;
}
