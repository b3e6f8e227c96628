// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: what a container is charged for does not depend on which numbers its
 * tasks have in the namespaces around it. Memory for numbers that are shared with
 * others is not the container's: at its limit it forks on.
 *
 * Needs cgroup v2 with the memory controller, in /sys/fs/cgroup.
 */
#include <sys/stat.h>

#include "kselftest_harness.h"
#include "pid_alloc.h"

#define CGROUPS		"/sys/fs/cgroup"
#define OUTER		5	/* namespaces around the container, but ours */
#define TASKS		120	/* fits in a char */
/*
 * For what differs from run to run: a CPU may hold 256 KB that are charged in
 * advance. Were the numbers outside charged, it would be TASKS * OUTER times 1056
 * bytes with the bitmap: 619 KB.
 */
#define SLACK		(400 << 10)
#define SAME		6	/* readings that are the same */

/* What the tasks are called outside. */
enum outside {
	CLOSE,			/* one number after the other */
	APART,			/* each where nobody else is */
};

static const char *const cgroup_name[] = {
	[CLOSE] = CGROUPS "/pid_alloc_close",
	[APART] = CGROUPS "/pid_alloc_apart",
};

static int cgroup_open(const char *group, const char *file, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", group, file);
	return open(path, flags | O_CLOEXEC);
}

static int cgroup_write(const char *group, const char *file, const char *value)
{
	int fd = cgroup_open(group, file, O_WRONLY), len;

	if (fd < 0)
		return -1;
	len = write(fd, value, strlen(value));
	close(fd);
	return len == (int)strlen(value) ? 0 : -1;
}

/* The number behind @key, or the only one. */
static long cgroup_read(const char *group, const char *file, const char *key)
{
	int fd = cgroup_open(group, file, O_RDONLY), len;
	char buf[8192] = "\n", *at = buf;

	if (fd < 0)
		return -1;
	len = read(fd, buf + 1, sizeof(buf) - 2);
	close(fd);
	if (len > 0 && key)
		at = strstr(buf, key);
	return len > 0 && at ? atol(at + (key ? strlen(key) : 1)) : -1;
}

/* Counters lag behind: wait until this one stands still. */
static long cgroup_settled(const char *group, const char *file, const char *key)
{
	long value = -1, before;
	int same = 0;

	while (same < SAME) {
		before = value;
		value = cgroup_read(group, file, key);
		same = value == before ? same + 1 : 0;
		usleep(500000);
	}
	moved();
	return value;
}

/* Without what is charged in advance: a limit of nothing takes that back. */
static long cgroup_current(const char *group)
{
	if (cgroup_write(group, "memory.high", "0"))
		return -1;
	return cgroup_settled(group, "memory.current", NULL);
}

/* In the container: innermost first, and not in our own namespace. */
static pid_t hold_outside(enum outside outside, int i)
{
	pid_t nr[1 + OUTER];
	int level;

	nr[0] = 100 + i;
	for (level = 1; level <= OUTER; level++)
		nr[level] = outside == CLOSE ? 1000 + i :
			    2048 + i * ((PID_MAX_LIMIT - 4096) / TASKS) + level;
	return hold_at(nr, ARRAY_SIZE(nr));
}

/* All that was in there is gone, or about to go. */
static void cgroup_remove(const char *group)
{
	int tries = 1000;

	cgroup_write(group, "cgroup.kill", "1");
	while (rmdir(group) && errno == EBUSY && tries--)
		usleep(10000);
}

/* A run that was killed may have left one, with its limits. */
static int cgroup_create(const char *group)
{
	cgroup_remove(group);
	return mkdir(group, 0755);
}

/* Whether the cgroups that are made below the root count memory. */
static bool memory_enabled(void)
{
	char buf[256] = "";
	int fd = cgroup_open(CGROUPS, "cgroup.subtree_control", O_RDONLY);

	if (fd >= 0 && read(fd, buf, sizeof(buf) - 1) < 0)
		buf[0] = '\0';
	close(fd);
	return strstr(buf, "memory");
}

/* Enter the cgroup with nobody but ourselves, then fork. */
static void container_run(enum outside outside, const int *go, const int *done)
{
	char c = 0;
	int i;

	if (cgroup_write(cgroup_name[outside], "cgroup.procs", "0"))
		_exit(1);
	if (write(done[1], &c, 1) != 1 || read(go[0], &c, 1) != 1)
		_exit(1);
	for (i = 0; i < TASKS; i++)
		if (hold_outside(outside, i) < 0)
			break;
	c = i;
	if (write(done[1], &c, 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

FIXTURE(memcg)
{
	pid_t container;
	int go[2], done[2];
	bool enabled;		/* by us */
};

static int cgroups_create(struct _test_data_memcg *self)
{
	if (!memory_enabled()) {
		if (cgroup_write(CGROUPS, "cgroup.subtree_control", "+memory"))
			return -1;
		self->enabled = true;
	}
	return cgroup_create(cgroup_name[CLOSE]) || cgroup_create(cgroup_name[APART]) ?
	       -1 : 0;
}

static void cgroups_remove(struct _test_data_memcg *self)
{
	cgroup_remove(cgroup_name[CLOSE]);
	cgroup_remove(cgroup_name[APART]);
	if (self->enabled)
		cgroup_write(CGROUPS, "cgroup.subtree_control", "-memory");
}

/* There is no teardown of a setup that ended early: first what may go wrong. */
FIXTURE_SETUP(memcg)
{
	pid_t nr[OUTER + 1] = { 50, 50, 50, 50, 50, 50 };
	int err;

	if (!setup_far(_metadata, OUTER + 1))
		return;
	ASSERT_EQ(0, try_at(nr, ARRAY_SIZE(nr)));
	if (cgroups_create(self)) {
		err = errno;
		cgroups_remove(self);
		SKIP(return, "no cgroup v2 with memory: %s", strerror(err));
	}
}

/* In the parent: also if the test is killed. */
FIXTURE_TEARDOWN_PARENT(memcg)
{
	cgroups_remove(self);
}

static void container_start(struct __test_metadata *_metadata,
			    struct _test_data_memcg *self, enum outside outside)
{
	char c;

	ASSERT_EQ(0, pipe(self->go));
	ASSERT_EQ(0, pipe(self->done));
	self->container = fork_tied();
	if (!self->container)
		container_run(outside, self->go, self->done);
	ASSERT_GT(self->container, 0);
	/* If it dies, who waits for it is told. */
	close(self->go[0]);
	close(self->done[1]);
	ASSERT_EQ(1, read(self->done[0], &c, 1));
}

/* Let it fork. Return how many tasks it has. */
static int container_fork(struct __test_metadata *_metadata, struct _test_data_memcg *self)
{
	char c = -1;

	ASSERT_EQ(1, write(self->go[1], "", 1));
	ASSERT_EQ(1, read(self->done[0], &c, 1));
	return c;
}

/* All the tasks of a container are its leader's. */
static void container_end(struct __test_metadata *_metadata, struct _test_data_memcg *self,
			  enum outside outside)
{
	drop(self->container);
	ASSERT_EQ(0, cgroup_write(cgroup_name[outside], "cgroup.kill", "1"));
	while (wait(NULL) > 0)
		;
	close(self->go[1]);
	close(self->done[0]);
}

static long charged(struct __test_metadata *_metadata, struct _test_data_memcg *self,
		    enum outside outside)
{
	const char *group = cgroup_name[outside], *key = "\nslab_unreclaimable ";
	long before, after;

	container_start(_metadata, self, outside);
	before = cgroup_settled(group, "memory.stat", key);
	ASSERT_GE(before, 0);
	ASSERT_EQ(TASKS, container_fork(_metadata, self));
	after = cgroup_settled(group, "memory.stat", key);
	ASSERT_GT(after, before);
	container_end(_metadata, self, outside);
	return after - before;
}

TEST_F(memcg, charged_the_same)
{
	long apart = charged(_metadata, self, APART);
	long close = charged(_metadata, self, CLOSE);

	/* Less than a hundred bytes a number may be noise. */
	EXPECT_LT(apart, close + TASKS * OUTER * 100);
	TH_LOG("%d tasks: %ld bytes of slab apart, %ld close", TASKS, apart, close);
}

TEST_F(memcg, forks_at_its_limit)
{
	char limit[32];
	long room;

	container_start(_metadata, self, CLOSE);
	ASSERT_EQ(TASKS, container_fork(_metadata, self));
	room = cgroup_current(cgroup_name[CLOSE]);
	ASSERT_GT(room, 0);
	container_end(_metadata, self, CLOSE);

	snprintf(limit, sizeof(limit), "%ld", room + SLACK);
	ASSERT_EQ(0, cgroup_write(cgroup_name[APART], "memory.max", limit));
	container_start(_metadata, self, APART);
	EXPECT_EQ(TASKS, container_fork(_metadata, self));
	EXPECT_EQ(0, cgroup_read(cgroup_name[APART], "memory.events", "\noom "));
	container_end(_metadata, self, APART);
}

TEST_HARNESS_MAIN
