// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: readdir() of /proc lists each process of the namespace once, in
 * increasing order, from its start until it is reaped, and no other thread of
 * it: also when the first thread is gone, when another one calls exec(), and
 * whatever a number was used for before. (For those that come and go meanwhile
 * see lookup.c.) Nobody else is in the namespace, so each list is known.
 */
#include <grp.h>
#include <limits.h>
#include <pthread.h>

#include "kselftest_harness.h"
#include "pid_proc.h"

#define EXECS		60
#define ROUNDS		40
#define THREADS		50
#define CROWD		6
#define PIECE		64	/* bytes: two or three names */
#define AROUND		600	/* positions on each side of the end of /proc */

static void *stay(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void add_threads(int n)
{
	pthread_t thread;

	while (n--)
		if (pthread_create(&thread, NULL, stay, NULL))
			_exit(KSFT_FAIL);
}

static void tell(int fd)
{
	if (write(fd, "", 1) != 1)
		_exit(KSFT_FAIL);
}

/* A process with so many more threads; it is complete when this returns. */
static pid_t hold_threads(int n)
{
	int ready[2];
	pid_t pid;
	char c;

	if (pipe(ready))
		return -1;
	pid = fork_tied();
	if (!pid) {
		add_threads(n);
		tell(ready[1]);
		stay(NULL);
	}
	if (pid > 0 && read(ready[0], &c, 1) != 1)
		pid = -1;
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static bool ended(pid_t pid)
{
	siginfo_t info = {};

	return waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
	       info.si_pid == pid;
}

/* --- exec() by another thread than the first ------------------------------- */

static int program;	/* ourselves */
static int execs_left;

static void exec_on(void)
{
	char fd[16], left[16], *argv[5] = {};

	snprintf(fd, sizeof(fd), "%d", program);
	snprintf(left, sizeof(left), "%d", execs_left - 1);
	argv[0] = "listing";
	argv[1] = "execs";
	argv[2] = fd;
	argv[3] = left;
	syscall(__NR_execveat, program, "", argv, environ, AT_EMPTY_PATH);
	_exit(KSFT_FAIL);
}

static void *exec_thread(void *arg)
{
	exec_on();
	return arg;
}

/* The first thread stays every other time. Else it is gone, or about to go. */
static void exec_once(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, exec_thread, NULL))
		_exit(KSFT_FAIL);
	if (execs_left % 2)
		syscall(__NR_exit, 0);
	stay(NULL);
}

/* The program that is executed: before main(), which is the harness's. */
static __attribute__((constructor)) void execs(int argc, char **argv)
{
	if (argc != 4 || strcmp(argv[1], "execs"))
		return;
	program = atoi(argv[2]);
	execs_left = atoi(argv[3]);
	if (!execs_left)
		_exit(0);
	exec_once();
}

/* --------------------------------------------------------------------------- */

FIXTURE(listing)
{
	int proc;
};

FIXTURE_LEVELS(listing, 1, 4);

FIXTURE_SETUP(listing)
{
	program = open("/proc/self/exe", O_RDONLY);
	ASSERT_GE(program, 0);
	if (!setup_ns(_metadata, variant->levels, 0))
		return;
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
}

FIXTURE_TEARDOWN(listing)
{
}

/* We are number 1. */
static void expect_list(struct __test_metadata *_metadata, int proc,
			const pid_t *nr, int n)
{
	static pid_t seen[LIST_MAX];
	int i;

	ASSERT_EQ(1 + n, list(proc, seen, LIST_MAX));
	ASSERT_EQ(1, seen[0]);
	for (i = 0; i < n; i++)
		ASSERT_EQ(nr[i], seen[1 + i]);
}

TEST_F(listing, exec_by_thread)
{
	pid_t pid = fork_tied();
	unsigned int *watched;
	int n = 0;

	if (!pid) {
		execs_left = EXECS;
		exec_on();
	}
	ASSERT_GT(pid, 0);
	watched = moves_hide();
	do {
		expect_list(_metadata, self->proc, &pid, 1);
		n++;
	} while (!ended(pid));
	moves = watched;
	expect_list(_metadata, self->proc, &pid, 1);
	EXPECT_EQ(0, wait_exit(pid));
	expect_list(_metadata, self->proc, NULL, 0);
	TH_LOG("%d listings, %d execs", n, EXECS);
}

/* The process is listed while its first thread goes, and that is no move. */
static void first_thread_wait(struct __test_metadata *_metadata, int proc, pid_t pid)
{
	unsigned int *watched = moves_hide();
	int gone;

	do {
		expect_list(_metadata, proc, &pid, 1);
		gone = first_thread_gone(proc, pid);
		ASSERT_GE(gone, 0);
	} while (!gone);
	moves = watched;
}

/* The others go on, and so does the process. */
TEST_F(listing, first_thread_ends)
{
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		pid_t pid = fork_tied();

		if (!pid) {
			add_threads(3);
			syscall(__NR_exit, 0);
		}
		ASSERT_GT(pid, 0);
		first_thread_wait(_metadata, self->proc, pid);
		for (i = 0; i < 3; i++)
			expect_list(_metadata, self->proc, &pid, 1);
		drop(pid);
		expect_list(_metadata, self->proc, NULL, 0);
	}
}

/* A list that is read in pieces, with more threads than processes between them. */
TEST_F(listing, crowd)
{
	pid_t pid[CROWD], seen[CROWD + 2];
	int fd, i, n = 0;
	long len;

	for (i = 0; i < CROWD; i++) {
		pid[i] = hold_threads(THREADS * (i % 3));
		ASSERT_GT(pid[i], 0);
	}
	expect_list(_metadata, self->proc, pid, CROWD);
	fd = openat(self->proc, ".", O_RDONLY | O_DIRECTORY);
	ASSERT_GE(fd, 0);
	do
		len = list_piece(fd, PIECE, seen, &n, ARRAY_SIZE(seen));
	while (len > 0);
	ASSERT_EQ(0, len);
	close(fd);
	ASSERT_EQ(CROWD + 1, n);
	for (i = 0; i < CROWD; i++) {
		EXPECT_EQ(pid[i], seen[1 + i]);
		/* From anywhere on, too */
		drop(pid[i]);
		expect_list(_metadata, self->proc, pid + i + 1, CROWD - i - 1);
	}
}

/*
 * A process that has this number, which a thread had that was joined: it is free a
 * little later than that, and later than kill() stops finding it. To wait for that
 * is no move, however many others come and go.
 */
static pid_t hold_freed(pid_t nr)
{
	unsigned int *watched = moves_hide();
	pid_t pid;

	for (;;) {
		pid = write_int(NS_LAST_PID, nr - 1) ? -1 : hold();
		if (pid == nr || pid < 0)
			break;
		drop(pid);
	}
	moves = watched;
	return pid;
}

static void *end_at_once(void *arg)
{
	*(pid_t *)arg = gettid();
	return NULL;
}

/* The same number in turn for a process and for a thread of ours. */
TEST_F(listing, number_used_again)
{
	pthread_t thread, other;
	int round;

	if (!has_last_pid(_metadata))
		return;
	for (round = 0; round < ROUNDS; round++) {
		pid_t nr = 500 + 97 * round, pid, tid;
		int i;

		for (i = 0; i < 2; i++) {
			ASSERT_EQ(0, write_int(NS_LAST_PID, nr - 1));
			ASSERT_EQ(0, pthread_create(&thread, NULL, end_at_once, &tid));
			ASSERT_EQ(0, pthread_create(&other, NULL, stay, NULL));
			pthread_join(thread, NULL);
			ASSERT_EQ(nr, tid);
			expect_list(_metadata, self->proc, NULL, 0);
			pthread_cancel(other);
			pthread_join(other, NULL);
			pid = hold_freed(nr);
			ASSERT_EQ(nr, pid);
			expect_list(_metadata, self->proc, &pid, 1);
			drop(pid);
			expect_list(_metadata, self->proc, NULL, 0);
		}
	}
}

/* Whoever is next may go between two pieces: the list goes on with the one after. */
TEST_F(listing, next_one_goes)
{
	pid_t pid[CROWD + 1], seen[CROWD + 2];
	int fd, i, n = 0, at = 0;

	pid[CROWD] = -1;
	for (i = 0; i < CROWD; i++) {
		pid[i] = hold();
		ASSERT_GT(pid[i], 0);
	}
	fd = openat(self->proc, ".", O_RDONLY | O_DIRECTORY);
	ASSERT_GE(fd, 0);
	while (list_piece(fd, PIECE, seen, &n, ARRAY_SIZE(seen)) > 0) {
		for (; at < n; at++)
			EXPECT_EQ(at ? pid[at - 1] : 1, seen[at]);
		if (!n || n > CROWD)
			continue;
		drop(pid[n - 1]);
		memmove(pid + n - 1, pid + n, (CROWD + 1 - n) * sizeof(pid_t));
	}
	EXPECT_GT(n, 1);
	EXPECT_LT(n, CROWD + 1);
	close(fd);
	expect_list(_metadata, self->proc, pid, n - 1);
}

/* The position may be anything. At the end there is nobody to list, and no error. */
TEST_F(listing, from_the_end)
{
	int fd = openat(self->proc, ".", O_RDONLY | O_DIRECTORY);
	pid_t seen[1];
	int at, n = 0;

	ASSERT_GE(fd, 0);
	for (at = PID_MAX_LIMIT - AROUND; at < PID_MAX_LIMIT + AROUND; at++) {
		ASSERT_EQ(at, lseek(fd, at, SEEK_SET));
		ASSERT_EQ(0, list_piece(fd, PIECE, seen, &n, 1));
	}
	ASSERT_EQ(INT_MAX, lseek(fd, INT_MAX, SEEK_SET));
	EXPECT_EQ(0, list_piece(fd, PIECE, seen, &n, 1));
	/* The same file, from its start */
	ASSERT_EQ(0, lseek(fd, 0, SEEK_SET));
	while (list_piece(fd, PIECE, seen, &n, 1) > 0)
		;
	EXPECT_EQ(1, n);
	EXPECT_EQ(1, seen[0]);
	close(fd);
}

/* In a namespace further down, and as its parent sees it. */
TEST_F(listing, below)
{
	pid_t init, pid[CROWD], seen[CROWD + 2];
	int ready[2], i;
	char c;

	ASSERT_EQ(0, pipe(ready));
	init = fork_pid_ns(0);
	if (!init) {
		int proc = open_own_proc();

		add_threads(THREADS);
		for (i = 0; i < CROWD; i++)
			pid[i] = hold_threads(i);
		if (list(proc, seen, CROWD + 2) != 1 + CROWD)
			_exit(KSFT_FAIL);
		for (i = 0; i < CROWD; i++)
			if (seen[1 + i] != pid[i])
				_exit(KSFT_FAIL);
		tell(ready[1]);
		stay(NULL);
	}
	ASSERT_GT(init, 0);
	close(ready[1]);
	ASSERT_EQ(1, read(ready[0], &c, 1));
	ASSERT_EQ(2 + CROWD, list(self->proc, seen, CROWD + 2));
	EXPECT_EQ(1, seen[0]);
	EXPECT_EQ(init, seen[1]);
	for (i = 2; i < 2 + CROWD; i++)
		EXPECT_LT(seen[i - 1], seen[i]);
	drop(init);
	expect_list(_metadata, self->proc, NULL, 0);
}

static int open_hiding_proc(void)
{
	int fs = syscall(__NR_fsopen, "proc", FSOPEN_CLOEXEC);
	int fd;

	if (fs < 0)
		return -1;
	if (syscall(__NR_fsconfig, fs, FSCONFIG_SET_STRING, "hidepid", "invisible", 0))
		return -1;
	syscall(__NR_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	fd = syscall(__NR_fsmount, fs, FSMOUNT_CLOEXEC, 0);
	close(fs);
	return fd;
}

/* A user who may not look at the processes of others does not see them. */
TEST_F(listing, hidepid)
{
	int proc = open_hiding_proc();
	pid_t pid, seen[CROWD];
	int status;

	if (proc < 0)
		SKIP(return, "no hidepid=invisible: before v5.8");
	ASSERT_GT(hold_threads(THREADS), 0);
	pid = fork_tied();
	if (!pid) {
		/* With group 0 among its groups it might look. */
		if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))
			_exit(KSFT_SKIP);
		prctl(PR_SET_DUMPABLE, 1);
		add_threads(THREADS);
		_exit(list(proc, seen, CROWD) == 1 && seen[0] == getpid() ?
		      KSFT_PASS : KSFT_FAIL);
	}
	status = wait_exit(pid);
	if (status == KSFT_SKIP)
		SKIP(return, "cannot become another user");
	EXPECT_EQ(KSFT_PASS, status);
	EXPECT_EQ(2, list(proc, seen, CROWD));
}

TEST_HARNESS_MAIN
