// SPDX-License-Identifier: GPL-2.0
/* What operations cost from user space. */
#include "cost.h"
#include <pthread.h>
#include <semaphore.h>

/* RUNS runs of @count operations, after some that do not count. */
void measure(const char *name, int live, int count, void (*op)(int))
{
	double value[RUNS];
	uint64_t start;
	int i, run;

	for (i = 0; i < count / 4 + 1; i++)
		op(i);
	for (run = 0; run < RUNS; run++) {
		start = cycles();
		for (i = 0; i < count; i++)
			op(i);
		value[run] = (double)(cycles() - start) / count;
	}
	print(name, live, "cost", "instructions", value, RUNS);
}

/* Those that live, in a ring: the oldest goes as a new one comes. */
static pid_t ring[NEIGHBOURS];
static int ring_size, ring_at;

static pid_t exchange(pid_t pid)
{
	pid_t old = pid;

	if (ring_size) {
		old = ring[ring_at];
		ring[ring_at] = pid;
		ring_at = (ring_at + 1) % ring_size;
	}
	return old;
}

/* A zombie has its number until it is reaped. */
static void reap_oldest(pid_t pid)
{
	if (pid < 0)
		fail("fork");
	pid = exchange(pid);
	if (pid && waitpid(pid, NULL, 0) != pid)
		fail("waitpid");
}

static void op_fork(int i)
{
	pid_t pid = fork();

	(void)i;
	if (!pid)
		_exit(0);
	reap_oldest(pid);
}

static int vm_child(void *arg)
{
	(void)arg;
	return 0;
}

static void op_clone_vm(int i)
{
	static char stack[65536] __attribute__((aligned(16)));

	(void)i;
	reap_oldest(clone(vm_child, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL));
}

/* A thread gives its number back when it ends, not when it is joined. */
static struct thread {
	pthread_t id;
	sem_t end;
	bool runs;
} threads[NEIGHBOURS];

static void *thread(void *arg)
{
	struct thread *t = arg;

	if (ring_size)
		sem_wait(&t->end);
	return NULL;
}

static void end_thread(struct thread *t)
{
	if (!t->runs)
		return;
	sem_post(&t->end);
	if (pthread_join(t->id, NULL))
		fail("pthread_join");
	sem_destroy(&t->end);
	t->runs = false;
}

static void op_thread(int i)
{
	struct thread *t = &threads[ring_at];

	(void)i;
	if (ring_size)
		end_thread(t);
	sem_init(&t->end, 0, 0);
	if (pthread_create(&t->id, NULL, thread, t))
		fail("pthread_create");
	t->runs = true;
	if (ring_size)
		ring_at = (ring_at + 1) % ring_size;
	else
		end_thread(t);
}

static void with_neighbours(int n, int count, const char *name, void (*op)(int))
{
	int i;

	ring_size = n;
	ring_at = 0;
	memset(ring, 0, sizeof(ring));
	measure(name, n, count, op);
	for (i = 0; i < n; i++) {
		if (ring[i])
			waitpid(ring[i], NULL, 0);
		end_thread(&threads[i]);
	}
}

/* Not in order: a step that is prime to any count. */
static pid_t some(int i)
{
	return tasks[(unsigned int)i * 7919u % nr_tasks];
}

void op_kill(int i)
{
	if (kill(some(i), 0))
		fail("kill");
}

void op_getsid(int i)
{
	if (getsid(some(i)) < 0)
		fail("getsid");
}

void user(int live)
{
	with_neighbours(live, 2000, "thread", op_thread);
	with_neighbours(live, 2000, "clone_vm", op_clone_vm);
	with_neighbours(live, 300, "fork", op_fork);
}
