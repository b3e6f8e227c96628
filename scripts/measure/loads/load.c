// SPDX-License-Identifier: GPL-2.0
/*
 * Loads for make bench: how many tasks N processes create and reap in a given
 * time, each way to create one, and what reading /proc takes beside a crowd.
 * Uses nothing that Linux 4.14 lacks; what a kernel cannot do it says.
 *
 * Usage: load WAY N SECONDS	prints WAY,N,ops,seconds
 *        load crowd COUNT TURNS COMMAND [+ COMMAND]...	the commands, one after
 *				the other, so many times, while COUNT processes
 *				sleep; prints what each took:
 *				COMMAND,COUNT,real,user,system in seconds
 *        load readdir		reads all of /proc's directory once
 *        load idle COUNT SECONDS	does so again and again, in a namespace of ten
 *				processes and that many idle threads: prints idle,COUNT,ops,seconds
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef __NR_pidfd_open
#define __NR_pidfd_open 434
#endif

#define STACK		16384
#define UNSUPPORTED	3
#define STORMS		2		/* beside lookups */

extern char **environ;

static void fail(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void unsupported(const char *what)
{
	fprintf(stderr, "load: this kernel cannot do %s: %s\n", what, strerror(errno));
	exit(UNSUPPORTED);
}

/* On a machine that goes on, nothing may: forgotten by fork(), so for each child. */
static void end_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void reap(pid_t pid)
{
	if (pid < 0 || waitpid(pid, NULL, __WALL) != pid)
		fail("a child");
}

/* --- Ways to create a task, and to see it go --------------------------------- */

static void *nothing(void *arg)
{
	return arg;
}

static void one_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, nothing, NULL) || pthread_join(thread, NULL))
		fail("a thread");
}

static void one_fork(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	reap(pid);
}

/* Its number also names a group and a session, which end with it. */
static void one_setsid(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(setsid() < 0);
	reap(pid);
}

static char *self[] = { "/proc/self/exe", "nothing", NULL };

static void one_vfork(void)
{
	pid_t pid = vfork();

	if (!pid) {
		execve(self[0], self, environ);
		_exit(1);
	}
	reap(pid);
}

static void one_spawn(void)
{
	pid_t pid;

	errno = posix_spawn(&pid, self[0], NULL, NULL, self, environ);
	if (errno)
		fail("posix_spawn");
	reap(pid);
}

static int child(void *arg)
{
	return !!arg;
}

static void one_clone_vm(void)
{
	static char stack[STACK] __attribute__((aligned(16)));

	reap(clone(child, stack + STACK, CLONE_VM, NULL));
}

/* --- Lookups, while others fork ---------------------------------------------- */

static pid_t target;

static void one_kill(void)
{
	if (kill(target, 0))
		fail("kill");
}

static void one_pidfd(void)
{
	int fd = syscall(__NR_pidfd_open, target, 0);

	if (fd < 0)
		unsupported("pidfd_open");
	close(fd);
}

static void one_proc(void)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/comm", target);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		fail(path);
	close(fd);
}

/* --- Workers ------------------------------------------------------------------ */

static const struct way {
	const char *name;
	void (*one)(void);
	int levels;		/* of namespaces, below ours */
	bool threads;		/* of one process, not processes */
	bool lookup;
} ways[] = {
	{ .name = "thread", .one = one_thread },
	{ .name = "threads_of_one", .one = one_thread, .threads = true },
	{ .name = "fork", .one = one_fork },
	{ .name = "setsid", .one = one_setsid },
	{ .name = "vfork_exec", .one = one_vfork },
	{ .name = "posix_spawn", .one = one_spawn },
	{ .name = "clone_vm", .one = one_clone_vm },
	{ .name = "nested_1", .one = one_fork, .levels = 1 },
	{ .name = "nested_4", .one = one_fork, .levels = 4 },
	{ .name = "nested_16", .one = one_fork, .levels = 16 },
	{ .name = "nested_32", .one = one_fork, .levels = 32 },
	{ .name = "kill", .one = one_kill, .lookup = true },
	{ .name = "pidfd_open", .one = one_pidfd, .lookup = true },
	{ .name = "proc_open", .one = one_proc, .lookup = true },
};

struct shared {
	volatile bool stop;
	volatile int ready;
	uint64_t ops[];
};

static struct shared *shared;

struct worker {
	const struct way *way;
	int i;
	bool counts;
	pthread_t thread;
};

static void *work(void *arg)
{
	const struct worker *w = arg;
	void (*one)(void) = w->counts ? w->way->one : one_fork;
	uint64_t n = 0;

	one();
	__atomic_fetch_add(&shared->ready, 1, __ATOMIC_SEQ_CST);
	while (!shared->stop) {
		one();
		n++;
	}
	shared->ops[w->i] = w->counts ? n : 0;
	return NULL;
}

/* Down so many namespaces; who waits above says how it went. */
static void descend(int levels)
{
	int status;
	pid_t pid;

	while (levels--) {
		if (unshare(CLONE_NEWPID))
			unsupported("as many PID namespaces");
		pid = fork();
		if (pid < 0)
			fail("fork");
		if (!pid) {
			end_with_parent();
			continue;
		}
		if (waitpid(pid, &status, 0) != pid)
			fail("wait");
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
	}
}

static void start_process(struct worker *w)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	if (pid)
		return;
	end_with_parent();
	descend(w->counts ? w->way->levels : 0);
	work(w);
	exit(0);
}

static void start_thread(struct worker *w)
{
	if (pthread_create(&w->thread, NULL, work, w))
		fail("a thread");
}

/* A worker that fails is seen before all are ready. */
static void wait_ready(int n)
{
	int status;

	while (shared->ready < n) {
		if (waitpid(-1, &status, WNOHANG) > 0)
			exit(WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : 1);
		usleep(1000);
	}
}

static int run(const struct way *way, int n, double seconds)
{
	int i, all = n + (way->lookup ? STORMS : 0);
	struct worker *w = calloc(all, sizeof(*w));
	double start, end;
	uint64_t ops = 0;

	shared = mmap(NULL, sizeof(*shared) + all * sizeof(uint64_t), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!w || shared == MAP_FAILED)
		fail("memory");
	target = getpid();
	for (i = 0; i < all; i++) {
		w[i] = (struct worker){ .way = way, .i = i, .counts = i < n };
		if (way->threads)
			start_thread(&w[i]);
		else
			start_process(&w[i]);
	}
	wait_ready(all);
	start = now();
	usleep(seconds * 1e6);
	shared->stop = true;
	end = now();
	for (i = 0; way->threads && i < all; i++)
		pthread_join(w[i].thread, NULL);
	while (wait(NULL) > 0)
		;
	for (i = 0; i < all; i++)
		ops += shared->ops[i];
	printf("%s,%d,%llu,%.6f\n", way->name, n, (unsigned long long)ops, end - start);
	return 0;
}

/* --- Beside a crowd ------------------------------------------------------------ */

static void sleeper(void)
{
	for (;;)
		pause();
}

static void gather(int count)
{
	pid_t pid;

	while (count--) {
		pid = fork();
		if (pid < 0)
			fail("a crowd");
		if (!pid) {
			end_with_parent();
			sleeper();
		}
	}
}

static double seconds(struct timeval tv)
{
	return tv.tv_sec + tv.tv_usec / 1e6;
}

/* What it prints is of no interest. */
static void be_timed(char **command)
{
	int fd = open("/dev/null", O_WRONLY);

	dup2(fd, STDOUT_FILENO);
	execvp(command[0], command);
	fail(command[0]);
}

static void time_one(int count, char **command)
{
	double start = now();
	struct rusage usage;
	pid_t pid = fork();
	const char *name;
	int status;

	if (!pid)
		be_timed(command);
	if (wait4(pid, &status, 0, &usage) != pid || status)
		fail(command[0]);
	name = basename(command[0]);
	printf("%s,%d,%.6f,%.6f,%.6f\n", strcmp(name, "load") ? name : command[1], count, now() - start,
	       seconds(usage.ru_utime), seconds(usage.ru_stime));
	fflush(stdout);
}

/* One command ends where the next one's plus sign is. */
static char **next_command(char **command)
{
	while (*command && strcmp(*command, "+"))
		command++;
	if (!*command)
		return NULL;
	*command = NULL;
	return command + 1;
}

/* In a process group of its own, that ends with it. */
static void be_crowded(int count, int turns, char **argv)
{
	char **commands[16], **next = argv;
	int i, n = 0;

	while (next && n < 16) {
		commands[n++] = next;
		next = next_command(next);
	}
	setpgid(0, 0);
	gather(count);
	sleep(1);
	while (turns--)
		for (i = 0; i < n; i++)
			time_one(count, commands[i]);
	kill(0, SIGKILL);
}

static int crowd(int count, int turns, char **commands)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		end_with_parent();
		be_crowded(count, turns, commands);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		fail("a crowd");
	return !WIFSIGNALED(status);
}

static int read_proc(void)
{
	DIR *dir = opendir("/proc");
	int n = 0;

	if (!dir)
		fail("/proc");
	while (readdir(dir))
		n++;
	closedir(dir);
	return n < 2;
}

static int idler(void *arg)
{
	(void)arg;
	sleeper();
	return 0;
}

/* Threads that no library knows of need nothing but a stack. */
static void gather_threads(int count)
{
	char *stacks = malloc((size_t)count * STACK);

	if (count && !stacks)
		fail("stacks");
	while (count--)
		if (clone(idler, stacks + (size_t)(count + 1) * STACK,
			  CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, NULL) < 0)
			fail("a crowd of threads");
}

/* As PID 1 of a namespace with its own /proc: ten processes, and threads. */
static void be_idle(int count, double seconds)
{
	double start, end;
	int n = 0;

	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("proc", "/proc", "proc", 0, NULL))
		fail("/proc");
	gather(9);
	gather_threads(count);
	start = now();
	do {
		read_proc();
		n++;
		end = now();
	} while (end - start < seconds);
	printf("idle,%d,%d,%.6f\n", count, n, end - start);
	fflush(stdout);
	_exit(0);
}

static int idle(int count, double seconds)
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWPID | CLONE_NEWNS))
		unsupported("PID namespaces");
	pid = fork();
	if (!pid) {
		end_with_parent();
		be_idle(count, seconds);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		fail("a namespace");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* --- */

static const struct way *way_by_name(const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (!strcmp(ways[i].name, name))
			return &ways[i];
	return NULL;
}

static int usage(void)
{
	unsigned int i;

	fprintf(stderr, "usage: load WAY N SECONDS | crowd COUNT TURNS COMMAND [+ COMMAND]... | readdir | idle COUNT SECONDS\nways:");
	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		fprintf(stderr, " %s", ways[i].name);
	fprintf(stderr, "\n");
	return 2;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const struct way *way = way_by_name(what);

	if (!strcmp(what, "nothing"))
		return 0;
	if (!strcmp(what, "readdir"))
		return read_proc();
	if (!strcmp(what, "idle") && argc == 4)
		return idle(atoi(argv[2]), atof(argv[3]));
	if (!strcmp(what, "crowd") && argc > 4)
		return crowd(atoi(argv[2]), atoi(argv[3]), argv + 4);
	if (way && argc == 4 && atoi(argv[2]) > 0)
		return run(way, atoi(argv[2]), atof(argv[3]));
	return usage();
}
