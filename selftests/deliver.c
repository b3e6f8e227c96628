// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: a signal sent to a number reaches the task that has this number in
 * the sender's namespace, or nobody, while tasks come and go and while the same
 * numbers are in use next door. Each signal carries whom it is for.
 */
#include "kselftest_harness.h"
#include "pid_alloc.h"

#define SPARE		60	/* few numbers, to hit often: the children must fit */
#define NEIGHBOURS	2	/* namespaces side by side */
#define FORKERS		2	/* in each */
#define BATCH		16
#define SECONDS		1.0
#define SIGNALS_MIN	1000

struct deliver {
	int right, wrong;
	bool stop[NEIGHBOURS];
};

static struct deliver *deliver;
static int my_ns;

static int address(pid_t nr)
{
	return (my_ns + 1) << 24 | nr;
}

static void arrived(int sig, siginfo_t *info, void *context)
{
	bool right = info->si_value.sival_int == address(getpid());

	(void)sig;
	(void)context;
	__atomic_fetch_add(right ? &deliver->right : &deliver->wrong, 1,
			   __ATOMIC_RELAXED);
}

/* Children that live for a moment, each a different one. */
static int forker_run(void)
{
	int i, n;

	while (!__atomic_load_n(&deliver->stop[my_ns], __ATOMIC_RELAXED)) {
		for (n = 0; n < BATCH; n++) {
			pid_t pid = fork();

			if (!pid) {
				usleep(n * 137);
				_exit(0);
			}
			if (pid < 0)
				return 1;
		}
		for (i = 0; i < n; i++)
			while (wait(NULL) < 0 && errno == EINTR)
				;
	}
	return 0;
}

static int send_by_number(pid_t nr)
{
	return sigqueue(nr, SIGRTMIN, (union sigval){ .sival_int = address(nr) });
}

static int send_by_pidfd(pid_t nr)
{
	siginfo_t info = {
		.si_signo = SIGRTMIN,
		.si_code = SI_QUEUE,
	};
	int fd = sys_pidfd_open(nr, 0), ret;

	if (fd < 0)
		return -1;
	info.si_value.sival_int = address(nr);
	ret = sys_pidfd_send_signal(fd, SIGRTMIN, &info, 0);
	close(fd);
	return ret;
}

/* The init of a namespace: it sends signals, to its children and to itself. */
static int sender_run(void)
{
	double started = now();
	int pid_max = read_int(PID_MAX), i, failed = 0;

	for (i = 0; i < FORKERS; i++)
		if (!fork_tied())
			_exit(forker_run());
	for (i = 0; i < SIGNALS_MIN || now() < started + SECONDS; i++) {
		pid_t nr = 1 + rand() % (pid_max - 1);

		(i % 2 ? send_by_number : send_by_pidfd)(nr);
	}
	deliver->stop[my_ns] = true;
	for (i = 0; i < FORKERS; i++) {
		int status;

		while (wait(&status) < 0 && errno == EINTR)
			;
		failed |= status;
	}
	return failed ? KSFT_FAIL : KSFT_PASS;
}

FIXTURE(deliver)
{
};

FIXTURE_LEVELS(deliver, 0, 3);

FIXTURE_SETUP(deliver)
{
	struct sigaction action = {
		.sa_sigaction = arrived,
		.sa_flags = SA_SIGINFO,
	};

	deliver = mmap(NULL, sizeof(*deliver), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, deliver);
	ASSERT_EQ(0, sigaction(SIGRTMIN, &action, NULL));
	if (!setup_ns(_metadata, variant->levels, NEIGHBOURS * SPARE))
		return;
}

FIXTURE_TEARDOWN(deliver)
{
}

TEST_F(deliver, to_the_right_task)
{
	pid_t init[NEIGHBOURS];

	for (my_ns = 0; my_ns < NEIGHBOURS; my_ns++) {
		init[my_ns] = fork_pid_ns(SPARE);
		if (!init[my_ns])
			_exit(sender_run());
		ASSERT_GT(init[my_ns], 0);
	}
	for (my_ns = 0; my_ns < NEIGHBOURS; my_ns++)
		EXPECT_EQ(0, wait_exit(init[my_ns]));
	EXPECT_EQ(0, deliver->wrong);
	EXPECT_GT(deliver->right, 0);
	TH_LOG("%d signals", deliver->right);
}

TEST_HARNESS_MAIN
