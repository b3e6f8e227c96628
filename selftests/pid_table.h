/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who holds which PID number, for processes that create and reap at once.
 *
 * A number belongs to a task from before fork() returns, on either side, until
 * its parent has reaped it (or, for a thread, until it is gone). The table must
 * see a part of that and no more, or it would report numbers that were used
 * again in good order:
 * - a process is claimed as soon as it or its parent knows the number, and
 *   released by its parent before, never after, the parent reaps it. The parent
 *   first waits for it with WNOWAIT, so the claim covers the zombie too;
 * - a thread is claimed by itself and released by itself, as its last act.
 * Two claims for one number at the same level are then two live tasks.
 *
 * A claim carries a token: its storm, and which task of that storm. When the
 * init of a namespace is about to be killed, its storm is marked first: those
 * tasks cannot release anything any more, so others may take over from them.
 */
#ifndef _PID_TABLE_H
#define _PID_TABLE_H

#include "pid_alloc.h"

#define STORMS_MAX	256		/* storm 0 does not exist */
#define STORM_SHIFT	24

struct pid_table {
	int tasks[STORMS_MAX];	/* how many each storm has claimed */
	unsigned int ticket;
	int violations;
	bool dying[STORMS_MAX];
	bool stop;
	unsigned int holder[LEVELS_MAX][PID_MAX_LIMIT];
};

static struct pid_table *table;

static inline bool table_create(void)
{
	table = mmap(NULL, sizeof(*table), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return table != MAP_FAILED;
}

static inline int table_read(int *counter)
{
	return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

static inline bool table_flag(bool *flag)
{
	return __atomic_load_n(flag, __ATOMIC_SEQ_CST);
}

static inline void table_raise(bool *flag)
{
	__atomic_store_n(flag, true, __ATOMIC_SEQ_CST);
}

static inline unsigned int table_token(unsigned int storm)
{
	unsigned int ticket = __atomic_fetch_add(&table->ticket, 1, __ATOMIC_RELAXED);

	return storm << STORM_SHIFT | (ticket & ((1 << STORM_SHIFT) - 1));
}

static inline void table_complain(const char *what, pid_t nr, int level,
				  unsigned int token, unsigned int holder)
{
	if (__atomic_fetch_add(&table->violations, 1, __ATOMIC_RELAXED) < 10)
		dprintf(STDERR_FILENO, "# %s: number %d, level %d: task %x, holder %x\n",
			what, nr, level, token, holder);
}

/* A number that the table has room for; 0 means that nobody can tell. */
static inline bool table_knows(pid_t nr, int level, unsigned int token)
{
	if (nr < 0 || nr >= PID_MAX_LIMIT)
		table_complain("no such number", nr, level, token, 0);
	return nr > 0 && nr < PID_MAX_LIMIT;
}

static inline void table_claim(unsigned int token, pid_t pid)
{
	int level;

	moved();
	__atomic_fetch_add(&table->tasks[token >> STORM_SHIFT], 1, __ATOMIC_RELAXED);
	for (level = 0; level <= ns_level; level++) {
		pid_t nr = nr_at_level(pid, level);
		unsigned int old = 0;

		if (!table_knows(nr, level, token))
			continue;
		while (!__atomic_compare_exchange_n(&table->holder[level][nr],
						    &old, token, false,
						    __ATOMIC_SEQ_CST,
						    __ATOMIC_SEQ_CST)) {
			if (old && !table_flag(&table->dying[old >> STORM_SHIFT])) {
				table_complain("two tasks", nr, level, token, old);
				break;
			}
		}
	}
}

static inline void table_release(unsigned int token, pid_t pid)
{
	int level;

	for (level = 0; level <= ns_level; level++) {
		pid_t nr = nr_at_level(pid, level);
		unsigned int old = token;

		if (table_knows(nr, level, token) &&
		    !__atomic_compare_exchange_n(&table->holder[level][nr],
						 &old, 0, false,
						 __ATOMIC_SEQ_CST,
						 __ATOMIC_SEQ_CST))
			table_complain("not ours", nr, level, token, old);
	}
}

/* Wait until a child is a zombie, give up its number, then reap it. */
static inline int table_reap(unsigned int token, pid_t pid)
{
	siginfo_t info = {};
	int status = -1;

	if (waitid(P_PID, pid, &info, WEXITED | WNOWAIT))
		return -1;
	table_release(token, pid);
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

/* Children that come and go, all below @max. Return 0, or 1 if one was not. */
static inline int table_forks(int forks, pid_t max)
{
	while (forks--) {
		unsigned int token = table_token(1);
		pid_t nr = fork();

		if (!nr)
			_exit(0);
		if (nr < 1 || nr >= max)
			return 1;
		table_claim(token, nr);
		if (table_reap(token, nr))
			return 1;
	}
	return 0;
}

#endif /* _PID_TABLE_H */
