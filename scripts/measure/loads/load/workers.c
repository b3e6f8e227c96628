// SPDX-License-Identifier: GPL-2.0
/* N processes or threads that do the same again and again. */
#include "load.h"
#include <pthread.h>
#include <sys/mman.h>

#define STORMS		2		/* beside lookups */

struct shared {
	volatile bool stop;
	volatile int ready;
	uint64_t ops[];
};

static struct shared *shared;

struct worker {
	const struct way *way;
	int i;
	bool counts;
	pthread_t thread;
};

static void *work(void *arg)
{
	const struct worker *w = arg;
	void (*one)(void) = w->counts ? w->way->one : one_fork;
	uint64_t n = 0;

	one();
	__atomic_fetch_add(&shared->ready, 1, __ATOMIC_SEQ_CST);
	while (!shared->stop) {
		one();
		n++;
	}
	shared->ops[w->i] = w->counts ? n : 0;
	return NULL;
}

/* Down so many namespaces; who waits above says how it went. */
static void descend(int levels)
{
	int status;
	pid_t pid;

	while (levels--) {
		if (unshare(CLONE_NEWPID))
			unsupported("as many PID namespaces");
		pid = fork();
		if (pid < 0)
			fail("fork");
		if (!pid) {
			end_with_parent();
			continue;
		}
		if (waitpid(pid, &status, 0) != pid)
			fail("wait");
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
	}
}

static void start_process(struct worker *w)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	if (pid)
		return;
	end_with_parent();
	descend(w->counts ? w->way->levels : 0);
	work(w);
	exit(0);
}

static void start_thread(struct worker *w)
{
	if (pthread_create(&w->thread, NULL, work, w))
		fail("a thread");
}

/* A worker that fails is seen before all are ready. */
static void wait_ready(int n)
{
	int status;

	while (shared->ready < n) {
		if (waitpid(-1, &status, WNOHANG) > 0)
			exit(WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : 1);
		usleep(1000);
	}
}

int run(const struct way *way, int n, double seconds)
{
	int i, all = n + (way->lookup ? STORMS : 0);
	struct worker *w = calloc(all, sizeof(*w));
	double start, end;
	uint64_t ops = 0;

	shared = mmap(NULL, sizeof(*shared) + all * sizeof(uint64_t), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!w || shared == MAP_FAILED)
		fail("memory");
	target = getpid();
	for (i = 0; i < all; i++) {
		w[i] = (struct worker){ .way = way, .i = i, .counts = i < n };
		if (way->threads)
			start_thread(&w[i]);
		else
			start_process(&w[i]);
	}
	wait_ready(all);
	start = now();
	usleep(seconds * 1e6);
	shared->stop = true;
	end = now();
	for (i = 0; way->threads && i < all; i++)
		pthread_join(w[i].thread, NULL);
	while (wait(NULL) > 0)
		;
	for (i = 0; i < all; i++)
		ops += shared->ops[i];
	printf("%s,%d,%llu,%.6f\n", way->name, n, (unsigned long long)ops, end - start);
	return 0;
}
