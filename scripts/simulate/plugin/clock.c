// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's time is that of the slowest CPU. QEMU's clock is the host's, which we
 * stand in for, being loaded before libc; its function for plugins that control time
 * then runs the timers that are due. In QEMU 10 and 11 it does not set the clock:
 * TCG has nothing to set, so it would wait until the host's clock is there.
 */
#define _GNU_SOURCE
#include "sim.h"
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const void *time_control;
static uint64_t now, next;	/* cycles */
static struct timespec base;
static pthread_t mover;		/* the thread that is to move the time on */
static int moving;
static unsigned int others;	/* looks of other threads meanwhile */

#define MANY	1000
#define LONG_NS	500000000	/* a move takes a few thousand */

uint64_t guest_time(void)
{
	return next;
}

static void real_time(clockid_t id, struct timespec *ts)
{
	syscall(SYS_clock_gettime, id, ts);
}

static bool is_mover(void)
{
	return pthread_equal(mover, pthread_self()) || __atomic_add_fetch(&others, 1, __ATOMIC_RELAXED) > MANY;
}

/*
 * The first look of who moves the time is at the old one: it takes that there is
 * something to do, and runs the timers itself, not some time later in another thread.
 */
static uint64_t cycles_seen(void)
{
	uint64_t seen = __atomic_load_n(&now, __ATOMIC_ACQUIRE);

	if (__atomic_load_n(&moving, __ATOMIC_ACQUIRE) && is_mover()) {
		__atomic_store_n(&now, next, __ATOMIC_RELEASE);
		__atomic_store_n(&moving, 0, __ATOMIC_RELEASE);
	}
	return seen;
}

EXPORT int clock_gettime(clockid_t id, struct timespec *ts)
{
	uint64_t ns;

	if (id != CLOCK_MONOTONIC || !time_control)
		return syscall(SYS_clock_gettime, id, ts);
	ns = base.tv_nsec + cycles_seen() * conf.cycle / 1000;
	ts->tv_sec = base.tv_sec + ns / 1000000000;
	ts->tv_nsec = ns % 1000000000;
	return 0;
}

void set_time(uint64_t cycles)
{
	if (cycles < next + (phase < WARM ? BOOT_STEP : TIME_STEP) || __atomic_load_n(&moving, __ATOMIC_ACQUIRE))
		return;
	next = cycles;
	mover = pthread_self();
	others = 0;
	__atomic_store_n(&moving, 1, __ATOMIC_RELEASE);
	qemu_plugin_update_ns(time_control, cycles * conf.cycle / 1000);
}

static uint64_t time_used(pthread_t thread)
{
	struct timespec used;
	clockid_t id;

	if (pthread_getcpuclockid(thread, &id))
		return 0;
	real_time(id, &used);
	return used.tv_sec * 1000000000ull + used.tv_nsec;
}

/*
 * QEMU stops its clock when the guest ends. A thread that moves the time on just then
 * waits in a loop for that clock, and holds the lock without which QEMU does not end.
 * For the watchdog. Waiting for the host costs no time of the thread's.
 */
bool clock_stopped(void)
{
	static uint64_t move, since;
	static pthread_t thread;
	bool same = __atomic_load_n(&moving, __ATOMIC_ACQUIRE) && move == next && pthread_equal(thread, mover);

	/* Another move may begin while we look: then the next look starts anew. */
	if (!same) {
		move = next;
		thread = mover;
		since = thread ? time_used(thread) : 0;
	}
	return same && time_used(thread) - since > LONG_NS;
}

bool clock_init(void)
{
	real_time(CLOCK_MONOTONIC, &base);
	time_control = qemu_plugin_request_time_control();
	return time_control;
}
