// SPDX-License-Identifier: GPL-2.0
/*
 * Promise: set_tid is for threads, too. CRIU restores them so: each has the number
 * that was asked for, which is taken while the thread lives, is not listed, and is
 * free afterwards.
 *
 * glibc cannot ask for a number, so the thread does without glibc.
 */
#include "kselftest_harness.h"
#include "pid_proc.h"

#define FIRST		700
#define ROUNDS		20
#define STACK_SIZE	16384

static struct {
	void *stack;
	int go[2];
	pid_t tid;			/* as the thread sees it */
} thread;

/* It shares errno with the test, so no system call may fail. */
static void thread_run(void)
{
	char c;

	__atomic_store_n(&thread.tid, syscall(__NR_gettid), __ATOMIC_RELEASE);
	syscall(__NR_read, thread.go[0], &c, 1);
	for (;;)
		syscall(__NR_exit, 0);
}

/* The new thread has an empty stack: it cannot return, so it calls. */
#if defined(__x86_64__) && !defined(__ILP32__)

static long clone3_run(const struct __clone_args *args, void (*run)(void))
{
	long ret;

	asm volatile("syscall\n\t"
		     "test %%rax, %%rax\n\t"
		     "jnz 1f\n\t"
		     "call *%[run]\n"
		     "1:"
		     : "=a" (ret)
		     : "a" (__NR_clone3), "D" (args), "S" (sizeof(*args)), [run] "r" (run)
		     : "rcx", "r11", "cc", "memory");
	return ret;
}

#elif defined(__i386__)

static long clone3_run(const struct __clone_args *args, void (*run)(void))
{
	long ret;

	asm volatile("int $0x80\n\t"
		     "test %%eax, %%eax\n\t"
		     "jnz 1f\n\t"
		     "call *%[run]\n"
		     "1:"
		     : "=a" (ret)
		     : "a" (__NR_clone3), "b" (args), "c" (sizeof(*args)), [run] "r" (run)
		     : "cc", "memory");
	return ret;
}

#elif defined(__aarch64__)

static long clone3_run(const struct __clone_args *args, void (*run)(void))
{
	register long x0 asm("x0") = (long)args;
	register long x1 asm("x1") = sizeof(*args);
	register long x8 asm("x8") = __NR_clone3;

	asm volatile("svc #0\n\t"
		     "cbnz x0, 1f\n\t"
		     "blr %[run]\n"
		     "1:"
		     : "+r" (x0)
		     : "r" (x1), "r" (x8), [run] "r" (run)
		     : "x30", "cc", "memory");
	return x0;
}

#else

static long clone3_run(const struct __clone_args *args, void (*run)(void))
{
	(void)args;
	(void)run;
	return -EOPNOTSUPP;
}

#endif

/* Like clone_at(), for a thread. */
static pid_t thread_at(const pid_t *nr, size_t levels)
{
	struct __clone_args args = {
		.flags		= CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
				  CLONE_THREAD | CLONE_SYSVSEM,
		.stack		= ptr_to_u64(thread.stack),
		.stack_size	= STACK_SIZE,
		.set_tid	= ptr_to_u64(nr),
		.set_tid_size	= levels,
	};
	long ret;

	thread.tid = 0;
	ret = clone3_run(&args, thread_run);
	if (ret < 0) {
		errno = -ret;
		return -1;
	}
	moved();
	while (!__atomic_load_n(&thread.tid, __ATOMIC_ACQUIRE))
		usleep(100);
	return ret;
}

/* Wait until the numbers are free: no tasks come or go meanwhile. */
static int thread_end(const pid_t *nr, size_t levels)
{
	int err;

	if (write(thread.go[1], "", 1) != 1)
		return errno;
	while ((err = try_at(nr, levels)) == EEXIST)
		usleep(100);
	return err;
}

FIXTURE(set_tid_thread)
{
	int proc;
	pid_t nr[LEVELS_MAX];
};

FIXTURE_LEVELS(set_tid_thread, 1, 4);

FIXTURE_SETUP(set_tid_thread)
{
	int i;

	if (!setup_ns(_metadata, variant->levels, 0))
		return;
	self->proc = open_own_proc();
	ASSERT_GE(self->proc, 0);
	thread.stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, thread.stack);
	ASSERT_EQ(0, pipe2(thread.go, O_CLOEXEC));
	for (i = 0; i < variant->levels; i++)
		self->nr[i] = FIRST + i;
	if (thread_at(self->nr, variant->levels) < 0 && errno == EOPNOTSUPP)
		SKIP(return, "no way to start a thread on this architecture");
	ASSERT_EQ(self->nr[0], thread.tid);
	ASSERT_EQ(0, thread_end(self->nr, variant->levels));
}

FIXTURE_TEARDOWN(set_tid_thread)
{
}

TEST_F(set_tid_thread, has_its_number)
{
	char path[32];
	int round;

	snprintf(path, sizeof(path), "1/task/%d", self->nr[0]);
	for (round = 0; round < ROUNDS; round++) {
		ASSERT_EQ(self->nr[0], thread_at(self->nr, variant->levels));
		EXPECT_EQ(self->nr[0], thread.tid);
		EXPECT_EQ(0, faccessat(self->proc, path, F_OK, 0));
		EXPECT_EQ(1, list_count(self->proc));
		EXPECT_EQ(EEXIST, try_nr(self->nr[0]));
		EXPECT_EQ(EEXIST, try_at(self->nr, variant->levels));
		EXPECT_EQ(0, thread_end(self->nr, variant->levels));
		EXPECT_EQ(-1, faccessat(self->proc, path, F_OK, 0));
	}
}

/* A process that has the number is listed, and no thread gets it then. */
TEST_F(set_tid_thread, taken_by_process)
{
	pid_t pid = hold_at(self->nr, variant->levels);

	ASSERT_EQ(self->nr[0], pid);
	EXPECT_EQ(1, listed(self->proc, pid));
	EXPECT_EQ(-1, thread_at(self->nr, variant->levels));
	EXPECT_EQ(EEXIST, errno);
	drop(pid);
	EXPECT_EQ(self->nr[0], thread_at(self->nr, variant->levels));
	EXPECT_EQ(0, listed(self->proc, pid));
	EXPECT_EQ(0, thread_end(self->nr, variant->levels));
}

TEST_F(set_tid_thread, bad_numbers)
{
	pid_t nr[LEVELS_MAX];
	int i;

	for (i = 0; i < variant->levels; i++) {
		memcpy(nr, self->nr, sizeof(nr));
		nr[i] = 0;
		EXPECT_EQ(-1, thread_at(nr, variant->levels));
		EXPECT_EQ(EINVAL, errno);
		nr[i] = 1;
		EXPECT_EQ(-1, thread_at(nr, variant->levels));
		EXPECT_EQ(EEXIST, errno);
	}
	EXPECT_EQ(0, try_at(self->nr, variant->levels));
}

TEST_HARNESS_MAIN
