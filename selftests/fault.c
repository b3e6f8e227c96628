// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: whichever allocation of memory fails in a clone(), the clone() either
 * works or fails with ENOMEM, and none of its numbers stays taken.
 *
 * Needs CONFIG_FAULT_INJECTION_DEBUG_FS with FAILSLAB and FAIL_PAGE_ALLOC.
 */
#include <sys/mount.h>
#include <sys/stat.h>

#include "kselftest_harness.h"
#include "pid_alloc.h"

/* However a number is stored: none of these shares anything with another. */
#define STRIDE		8192
#define POINTS_MAX	400	/* more than there can be */
#define DEBUG_FS	"/sys/kernel/debug"

static struct setting {
	const char *path;
	char value;
} settings[] = {
	{ DEBUG_FS "/failslab/ignore-gfp-wait", 'N' },
	{ DEBUG_FS "/failslab/cache-filter", 'N' },
	{ DEBUG_FS "/failslab/verbose", '0' },
	{ DEBUG_FS "/fail_page_alloc/ignore-gfp-wait", 'N' },
	{ DEBUG_FS "/fail_page_alloc/min-order", '0' },
	{ DEBUG_FS "/fail_page_alloc/verbose", '0' },
};

/* One byte; some of these files cannot be seeked in. */
static int transfer(const char *path, int mode, char *byte)
{
	int fd = open(path, mode | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return -1;
	len = mode == O_RDONLY ? read(fd, byte, 1) : write(fd, byte, 1);
	close(fd);
	return len == 1 ? 0 : -1;
}

FIXTURE(fault)
{
	int fd;		/* /proc/self/fail-nth */
	int outer;	/* levels besides ours where only we allocate */
	pid_t nr[LEVELS_MAX];
	pid_t own;	/* what the child calls itself */
	int points, failed;
	bool mounted;
	char saved[ARRAY_SIZE(settings)];
};

static void restore(struct _test_data_fault *self)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++)
		if (self->saved[i])
			transfer(settings[i].path, O_WRONLY, &self->saved[i]);
	if (self->mounted)
		umount2(DEBUG_FS, MNT_DETACH);
}

/* Nothing is changed before all that has to be is there. */
static int prepare(struct _test_data_fault *self)
{
	unsigned int i;

	/* Another's may be there already. */
	self->mounted = !mount("debugfs", DEBUG_FS, "debugfs", 0, NULL);
	for (i = 0; i < ARRAY_SIZE(settings); i++)
		if (access(settings[i].path, R_OK | W_OK))
			return -1;
	for (i = 0; i < ARRAY_SIZE(settings); i++)
		if (transfer(settings[i].path, O_RDONLY, &self->saved[i]) ||
		    transfer(settings[i].path, O_WRONLY, &settings[i].value))
			return -1;
	return 0;
}

FIXTURE_LEVELS(fault, 1, 4);

/* There is no teardown of a setup that ended early: first what may go wrong. */
FIXTURE_SETUP(fault)
{
	int err;

	if (!setup_ns(_metadata, variant->levels, 0) || !has_last_pid(_metadata))
		return;
	if (read_int(PID_MAX) <= (POINTS_MAX + 2) * STRIDE)
		SKIP(return, "pid_max is %d", read_int(PID_MAX));
	self->outer = variant->levels - 1;
	ASSERT_EQ(0, try_nr(STRIDE));
	self->fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (self->fd < 0)
		SKIP(return, "no fault injection: %s", strerror(errno));
	if (prepare(self)) {
		err = errno;
		restore(self);
		SKIP(return, "no fault injection: %s", strerror(err));
	}
}

/* In the parent: also if the test is killed. */
FIXTURE_TEARDOWN_PARENT(fault)
{
	restore(self);
}

/*
 * Go to a place in our namespace where no number was taken before, and find out
 * what the next task is called there and further out.
 */
static void aim(struct __test_metadata *_metadata, struct _test_data_fault *self)
{
	pid_t pid = hold();
	int i;

	ASSERT_GT(pid, 0);
	for (i = 1; i <= self->outer; i++) {
		self->nr[i] = nr_at_level(pid, ns_level - i) + 1;
		ASSERT_GT(self->nr[i], 1);
	}
	drop(pid);
	self->nr[0] = (self->points + 2) * STRIDE;
	ASSERT_EQ(0, write_int(NS_LAST_PID, self->nr[0] - 1));
}

/* None of the numbers stayed taken. */
static void all_free(struct __test_metadata *_metadata, struct _test_data_fault *self)
{
	EXPECT_EQ(0, try_at(self->nr, self->outer + 1))
		TH_LOG("after a failure at point %d", self->points);
}

/*
 * clone() with the next allocation failing that did not fail before. Return
 * what clone() does, with errno; *over if there was no such allocation.
 */
static pid_t clone_fails(struct __test_metadata *_metadata,
			 struct _test_data_fault *self, unsigned long long flags,
			 const pid_t *nr, bool *over)
{
	char left[16] = "";
	pid_t pid;
	int err;

	ASSERT_LT(self->points++, POINTS_MAX);
	snprintf(left, sizeof(left), "%d", self->points);
	ASSERT_GT(write(self->fd, left, strlen(left)), 0);
	pid = clone_at(flags, nr, nr ? 1 : 0);
	if (!pid)
		_exit(getpid() != self->own);
	err = errno;
	ASSERT_GT(pread(self->fd, left, sizeof(left) - 1, 0), 0);
	ASSERT_EQ(1, pwrite(self->fd, "0", 1, 0));
	*over = atoi(left);
	if (pid < 0)
		self->failed++;
	errno = err;
	return pid;
}

static void every_point(struct __test_metadata *_metadata,
			struct _test_data_fault *self, unsigned long long flags,
			bool exact)
{
	bool over = false;
	pid_t pid;

	while (!over) {
		aim(_metadata, self);
		self->own = flags & CLONE_NEWPID ? 1 : self->nr[0];
		pid = clone_fails(_metadata, self, flags,
				  exact ? self->nr : NULL, &over);
		if (pid < 0) {
			EXPECT_EQ(ENOMEM, errno);
		} else {
			EXPECT_EQ(self->nr[0], pid);
			EXPECT_EQ(0, wait_exit(pid));
		}
		all_free(_metadata, self);
	}
	TH_LOG("%d of %d allocations make it fail", self->failed, self->points - 1);
	EXPECT_GT(self->failed, 3);
}

TEST_F(fault, clone)
{
	every_point(_metadata, self, 0, false);
}

TEST_F(fault, set_tid)
{
	every_point(_metadata, self, 0, true);
}

TEST_F(fault, new_namespace)
{
	/* The first one so deep makes a slab cache, and a backtrace if it cannot. */
	pid_t pid = clone_at(CLONE_NEWPID, NULL, 0);

	if (!pid)
		_exit(0);
	ASSERT_EQ(0, wait_exit(pid));
	every_point(_metadata, self, CLONE_NEWPID, false);
}

/* Until it has an init, a namespace starts at 1 again. */
TEST_F(fault, init_of_unshared)
{
	bool over;
	pid_t pid;

	if (before_v7())
		SKIP(return, "the first failure was final, before v7.0");
	aim(_metadata, self);
	ASSERT_EQ(0, unshare(CLONE_NEWPID));
	self->own = 1;
	do {
		pid = clone_fails(_metadata, self, 0, NULL, &over);
		EXPECT_TRUE(pid > 0 || errno == ENOMEM);
	} while (pid < 0);
	EXPECT_EQ(0, wait_exit(pid));
	EXPECT_GT(self->failed, 0);
}

TEST_HARNESS_MAIN
