// SPDX-License-Identifier: GPL-2.0
/*
 * One CPU runs at a time: the one that is furthest behind, until it is a quantum
 * ahead of the next one. So the host's scheduler has no say in what happens, and the
 * directory needs no locks. The others sleep. The guest's clock is that of the slowest.
 *
 * QEMU may need them all out of the way (start_exclusive): then who has the turn
 * sleeps outside of our code, which a watchdog sees, and lets each run one block.
 */
#include "sim.h"
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { OFF, IDLE, WAITING, RUNNING, RELEASED };

#define BOOT_QUANTUM	100000
#define LOAD_QUANTUM	30000
#define WATCH_NS	2000000
#define PATIENCE	15	/* looks */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int turn = -1;
static bool started;
static unsigned int nr_turns;

static void wake(struct cpu *cpu)
{
	__atomic_store_n(&cpu->go, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &cpu->go, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void sleep_until_go(struct cpu *cpu)
{
	while (!__atomic_load_n(&cpu->go, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &cpu->go, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

/* --- Whose turn it is ------------------------------------------------------------- */

static uint64_t quantum(void)
{
	switch (phase) {
	case BOOT: return BOOT_QUANTUM;
	case LOADED: return LOAD_QUANTUM;
	default: return conf.quantum;
	}
}

/* The one furthest behind, and how far it may go. */
static int pick(void)
{
	uint64_t first = UINT64_MAX, second = UINT64_MAX, clock;
	int i, c = turn < 0 ? 0 : turn, best = -1;

	/* Of those that are equally far behind it is not always the same one. */
	for (i = 0; i < (int)conf.cpus; i++) {
		c = c + 1 < (int)conf.cpus ? c + 1 : 0;
		if (cpus[c].state != WAITING)
			continue;
		clock = cpus[c].clock;
		if (clock < first) {
			second = first;
			first = clock;
			best = c;
		} else if (clock < second) {
			second = clock;
		}
	}
	if (best < 0)
		return -1;
	if (second == UINT64_MAX)
		second = first + TIME_STEP;
	cpus[best].limit = second + quantum();
	return best;
}

/* With the lock: the turn goes to the next one; whether that is @self. */
static bool hand_over(int self)
{
	turn = pick();
	nr_turns++;
	if (turn < 0)
		return false;
	cpus[turn].state = RUNNING;
	if (turn == self)
		return true;
	wake(&cpus[turn]);
	return false;
}

static void arrive(unsigned int c)
{
	struct cpu *cpu = &cpus[c];

	if (cpu->state == OFF)
		cpu->tid = syscall(SYS_gettid);
	if (cpu->clock < guest_time())
		cpu->clock = guest_time();
	started = true;
}

/* A CPU that arrives or is woken must not be left behind by the one that has the turn. */
void hold_back(uint64_t clock)
{
	if (turn >= 0 && cpus[turn].limit > clock + conf.quantum)
		cpus[turn].limit = clock + conf.quantum;
}

static void next_turn(unsigned int c)
{
	struct cpu *cpu = &cpus[c];
	bool mine = turn == (int)c;

	pthread_mutex_lock(&lock);
	if (cpu->state == OFF || cpu->state == IDLE)
		arrive(c);
	if (!mine)
		hold_back(cpu->clock);
	cpu->state = WAITING;
	__atomic_store_n(&cpu->go, 0, __ATOMIC_RELAXED);
	if (!(mine || turn < 0) || !hand_over(c)) {
		pthread_mutex_unlock(&lock);
		sleep_until_go(cpu);
		if (turn != (int)c)
			return;
	} else {
		pthread_mutex_unlock(&lock);
	}
	window_check(c);
	set_time(cpu->clock);
}

/* Before each block */
void turn_check(unsigned int c)
{
	if (turn == (int)c && cpus[c].clock < cpus[c].limit)
		return;
	next_turn(c);
	if (turn == (int)c && cpus[c].spin.asleep)
		spin_end(c);
}

/* Others run at the same time: this CPU must not touch what they share. */
bool is_released(unsigned int c)
{
	return cpus[c].state == RELEASED;
}

void turn_idle(unsigned int c)
{
	struct cpu *cpu = &cpus[c];
	bool mine;

	pthread_mutex_lock(&lock);
	mine = turn == (int)c;
	if (cpu->state != OFF)
		cpu->state = IDLE;
	if (mine || turn < 0)
		hand_over(-1);
	/* Nobody else would move the time on. */
	if (started && turn < 0)
		set_time(guest_time() + BOOT_QUANTUM);
	pthread_mutex_unlock(&lock);
}

/* --- Watchdog ----------------------------------------------------------------------- */

/* A busy host makes a thread wait, too, but such a thread is not asleep. */
static bool asleep(int tid)
{
	char path[64], text[256], *p;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return true;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	p = strrchr(text, ')');
	return !p || p[2] == 'S' || p[2] == 'D';
}

static void release_all(void)
{
	unsigned int c;

	pthread_mutex_lock(&lock);
	for (c = 0; c < conf.cpus; c++) {
		if (cpus[c].state != WAITING)
			continue;
		cpus[c].state = RELEASED;
		if (cpus[c].spin.asleep)
			spin_end(c);
		wake(&cpus[c]);
	}
	pthread_mutex_unlock(&lock);
}

unsigned int nr_released;

static void *watch(void *unused)
{
	const struct timespec pause = { .tv_nsec = WATCH_NS };
	unsigned int seen = 0, still = 0;
	uint64_t clock = 0;
	int t;

	for (;;) {
		nanosleep(&pause, NULL);
		if (clock_stopped())
			give_up("the guest ended before the window did", "");
		t = turn;
		if (nr_turns != seen || t < 0 || cpus[t].clock != clock || !asleep(cpus[t].tid))
			still = 0;
		else if (++still == PATIENCE) {
			nr_released++;
			release_all();
			still = 0;
		}
		seen = nr_turns;
		clock = t < 0 ? 0 : cpus[t].clock;
	}
	return unused;
}

void turns_init(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, watch, NULL))
		give_up("no thread to be had", "");
}
