// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: readdir() of /proc lists a process that lives through all of it once,
 * even if its number was that of a thread a moment ago, and never a thread; whatever
 * is born and dies meanwhile, and however many read at once.
 */
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_proc.h"
#include "pid_table.h"

#define WINDOW		256	/* the numbers that are used, around a seam */
#define SEAM		2048
#define FIRST		(SEAM - WINDOW / 2)
#define MAKERS		2
#define WALKERS		2
#define LIVE		12	/* tasks of each maker at a time */
#define STEPS		200	/* tasks of each maker at least */
#define WALKS		10	/* of each walker at least */
#define PIECE		256	/* bytes that a walk reads at a time: a few names */

/*
 * Who has which number: a token that is never used again, 0 if nobody has it, or
 * not yet, or about to go. The lowest bit is set for a process.
 */
struct window {
	unsigned int token[WINDOW];
	unsigned int tokens;
	int busy;		/* who has not done his least */
	bool stop;
	int checked, born;
};

static struct window *window;

/*
 * Nobody stops before all have done their least and seen enough, unless something
 * went wrong. To wait for the others, or for luck, is no move.
 */
static bool go_on(int done, int least, bool enough)
{
	static bool ready;

	if (done == least)
		moves_hide();
	if (done >= least && enough && !ready) {
		ready = true;
		__atomic_sub_fetch(&window->busy, 1, __ATOMIC_SEQ_CST);
	}
	if (table_flag(&window->stop))
		return false;
	return !ready || table_read(&window->busy);
}

static bool in_window(pid_t nr)
{
	return nr >= FIRST && nr < FIRST + WINDOW;
}

static void mark(pid_t nr, bool process)
{
	unsigned int token = 2 * __atomic_add_fetch(&window->tokens, 1, __ATOMIC_RELAXED);

	if (in_window(nr))
		__atomic_store_n(&window->token[nr - FIRST], token + process,
				 __ATOMIC_SEQ_CST);
}

static void unmark(pid_t nr)
{
	if (in_window(nr))
		__atomic_store_n(&window->token[nr - FIRST], 0, __ATOMIC_SEQ_CST);
}

/* A process or a thread of ours that stays until it is told to go. */
struct task {
	pid_t nr;
	bool process;
	pthread_t thread;
	int go[2];
};

static void *thread_stay(void *arg)
{
	struct task *t = arg;
	char c;

	__atomic_store_n(&t->nr, gettid(), __ATOMIC_RELEASE);
	return read(t->go[0], &c, 1) ? arg : NULL;
}

static bool thread_create(struct task *t)
{
	if (pipe2(t->go, O_CLOEXEC) || pthread_create(&t->thread, NULL, thread_stay, t))
		return false;
	while (!__atomic_load_n(&t->nr, __ATOMIC_ACQUIRE))
		sched_yield();
	return true;
}

/* Without glibc's fork(): this process has threads. */
static bool task_create(struct task *t, bool process)
{
	t->nr = 0;
	t->process = process;
	if (process)
		t->nr = hold();
	else if (!thread_create(t))
		return false;
	if (t->nr > 0)
		mark(t->nr, process);
	return t->nr > 0;
}

static void task_end(struct task *t)
{
	unmark(t->nr);
	if (t->process) {
		drop(t->nr);
		return;
	}
	/* A child may have the other end, too: a byte says the same. */
	if (write(t->go[1], "", 1) == 1)
		pthread_join(t->thread, NULL);
	close(t->go[0]);
	close(t->go[1]);
	moved();
}

/*
 * Numbers from the window, used in turn by what comes. Some tasks stay for long,
 * to live through a walk.
 */
static int maker_run(void)
{
	static struct task task[LIVE];
	int step, i;

	srand(getpid());
	for (step = 0; go_on(step, STEPS, true); step++) {
		struct task *t = &task[step < LIVE ? step : rand() % LIVE];

		if (step >= LIVE)
			task_end(t);
		if ((rand() % 4 == 0 || !in_window(t->nr)) &&
		    write_int(NS_LAST_PID, FIRST + rand() % WINDOW))
			break;
		if (!task_create(t, rand() % 2))
			break;
	}
	if (table_read(&window->busy))
		return 1;
	for (i = 0; i < LIVE; i++)
		task_end(&task[i]);
	return 0;
}

static void look(unsigned int *token)
{
	int i;

	for (i = 0; i < WINDOW; i++)
		token[i] = __atomic_load_n(&window->token[i], __ATOMIC_SEQ_CST);
}

/* Like list(), in pieces, with time for others to be born in between. */
static int list_slowly(int proc, pid_t *nr, int max)
{
	int fd = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), n = 0;
	long len;

	while ((len = list_piece(fd, PIECE, nr, &n, max)) > 0)
		usleep(100);
	close(fd);
	moved();
	return len ? -1 : n;
}

/* Whoever was there before and after is listed once if a process, else not. */
static bool walk_is_right(int proc)
{
	static unsigned int before[WINDOW], after[WINDOW];
	static int times[WINDOW];
	static pid_t nr[LIST_MAX];
	int i, n;

	memset(times, 0, sizeof(times));
	look(before);
	n = list_slowly(proc, nr, LIST_MAX);
	look(after);
	if (n < 1)
		return false;
	for (i = 0; i < n; i++) {
		if (i && nr[i] <= nr[i - 1])
			return false;
		if (in_window(nr[i]))
			times[nr[i] - FIRST]++;
	}
	for (i = 0; i < WINDOW; i++) {
		if (!before[i] && after[i])
			__atomic_add_fetch(&window->born, 1, __ATOMIC_RELAXED);
		if (!before[i] || before[i] != after[i])
			continue;
		__atomic_add_fetch(&window->checked, 1, __ATOMIC_RELAXED);
		if (times[i] != (int)before[i] % 2) {
			dprintf(STDERR_FILENO, "# number %d, a %s, is listed %d times\n",
				FIRST + i, before[i] % 2 ? "process" : "thread", times[i]);
			return false;
		}
	}
	return true;
}

/* Of those that the promise is about, there were some. */
static bool seen_enough(void)
{
	return table_read(&window->checked) && table_read(&window->born);
}

static int walker_run(int proc)
{
	int walk;

	for (walk = 0; go_on(walk, WALKS, seen_enough()); walk++) {
		if (!walk_is_right(proc))
			return 1;
		usleep(1000);
	}
	return 0;
}

static void done(int failed)
{
	if (failed)
		table_raise(&window->stop);
	_exit(failed);
}

FIXTURE(walk)
{
	int proc;
};

FIXTURE_LEVELS(walk, 1, 4);

FIXTURE_SETUP(walk)
{
	window = mmap(NULL, sizeof(*window), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, window);
	if (!setup_ns(_metadata, variant->levels, 0) || !has_last_pid(_metadata))
		return;
	if (read_int(PID_MAX) < FIRST + 2 * WINDOW)
		SKIP(return, "pid_max is %d", read_int(PID_MAX));
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
}

FIXTURE_TEARDOWN(walk)
{
}

TEST_F(walk, lists_who_lives_through_it)
{
	pid_t maker[MAKERS], walker[WALKERS];
	int i;

	window->busy = MAKERS + WALKERS;
	for (i = 0; i < MAKERS; i++) {
		maker[i] = fork_tied();
		if (!maker[i])
			done(maker_run());
	}
	for (i = 0; i < WALKERS; i++) {
		walker[i] = fork_tied();
		if (!walker[i])
			done(walker_run(self->proc));
	}
	for (i = 0; i < MAKERS; i++)
		EXPECT_EQ(0, wait_exit(maker[i]));
	for (i = 0; i < WALKERS; i++)
		EXPECT_EQ(0, wait_exit(walker[i]));
	TH_LOG("%u tasks, %d lived through a walk, %d were born in one",
	       window->tokens, window->checked, window->born);
}

TEST_HARNESS_MAIN
