/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the fixtures share: depths, namespaces, and why a test is skipped. Comes with
 * pid_alloc.h.
 */
#ifndef _PID_FIXTURE_H
#define _PID_FIXTURE_H

/* The two depths that most tests run at, as the fixture counts its levels. */
#define FIXTURE_LEVELS(fixture, one, four)	\
	FIXTURE_VARIANT(fixture) {		\
		int levels;			\
	};					\
	FIXTURE_VARIANT_ADD(fixture, nested_1) { \
		.levels = one,			\
	};					\
	FIXTURE_VARIANT_ADD(fixture, nested_4) { \
		.levels = four,			\
	}

/*
 * The test may ask for numbers in the namespaces that it made: EPERM is a bug. In
 * the one that it was started in, this takes a capability. Call it with the errno of
 * the first clone() that asked for a number there.
 */
static inline bool may_set_tid_here(struct __test_metadata *_metadata, int err)
{
	if (err != EPERM)
		return true;
	SKIP(return false, "needs CAP_CHECKPOINT_RESTORE");
}

static inline bool has_last_pid(struct __test_metadata *_metadata)
{
	if (!access(NS_LAST_PID, F_OK))
		return true;
	SKIP(return false, "needs CONFIG_CHECKPOINT_RESTORE");
}

/* FIXTURE_SETUP: other levels have more room than the one that is filled. */
static inline bool has_own_pid_max(struct __test_metadata *_metadata)
{
	if (!probe_pid_max())
		return true;
	ASSERT_TRUE(cannot(errno));
	SKIP(return false, "no pid_max for each namespace: %s", strerror(errno));
}

/*
 * FIXTURE_SETUP: run the test as init, @levels down. If this returns false, the
 * test is skipped.
 */
static inline __attribute__((warn_unused_result))
bool setup_ns(struct __test_metadata *_metadata, int levels, int spare)
{
	ASSERT_TRUE(watch());
	if ((spare || alone()) && probe_pid_max()) {
		ASSERT_TRUE(cannot(errno));
		if (!alone())
			SKIP(return false, "no pid_max for each namespace: %s",
			     strerror(errno));
		if (set_common_pid_max(spare))
			SKIP(return false, "cannot set pid_max: %s", strerror(errno));
	}
	if (enter_pid_ns(levels, spare)) {
		ASSERT_TRUE(cannot(errno));
		SKIP(return false, "no PID namespaces: %s", strerror(errno));
	}
	return true;
}

/* The same for tests that need every number there can be, up to the last one. */
static inline __attribute__((warn_unused_result))
bool setup_far(struct __test_metadata *_metadata, int levels)
{
	if (!setup_ns(_metadata, levels, 0))
		return false;
	if (read_int(PID_MAX) < PID_MAX_LIMIT)
		SKIP(return false, "pid_max is %d, and for all namespaces",
		     read_int(PID_MAX));
	return true;
}

#endif /* _PID_FIXTURE_H */
