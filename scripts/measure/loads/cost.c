// SPDX-License-Identifier: GPL-2.0
/*
 * What PID numbers cost, for make cost and make memory. Prints CSV:
 * benchmark,level,live,metric,unit,median,min,max,n. Cycles are instructions on
 * one CPU under QEMU's -icount shift=0. Numbers of the kernel's own come from
 * /proc/pid_bench (patches/bench).
 * Usage: cost time|grow|pairs|locks|full|memory, with pid_max at its maximum.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS		5
/* Slab and RCU make these vary. */
#define MANY_RUNS	9
#define NEIGHBOURS	200
#define PROCESSES	10000
#define TASKS		2000
#define SPARSE		3200
#define IDLERS_MAX	100000	/* threads */
#define IDLERS_QUICK	10000
#define NAMESPACES	1000
#define PID_MAX		4194304
#define STACK		4096

static int level;
static pid_t *tasks;
static int nr_tasks;

static void fail(const char *what)
{
	fprintf(stderr, "cost: %s at level %d: %s\n", what, level, strerror(errno));
	exit(1);
}

static uint64_t cycles(void)
{
#ifdef __x86_64__
	return __builtin_ia32_rdtsc();
#else
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_RAW, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
#endif
}

static int compare(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;

	return (d > 0) - (d < 0);
}

static void print(const char *name, int live, const char *metric, const char *unit,
		  double *value, int n)
{
	qsort(value, n, sizeof(*value), compare);
	printf("%s,%d,%d,%s,%s,%.2f,%.2f,%.2f,%d\n", name, level, live, metric, unit,
	       value[n / 2], value[0], value[n - 1], n);
	fflush(stdout);
}

static void print_one(const char *name, int live, const char *metric, const char *unit, double value)
{
	print(name, live, metric, unit, &value, 1);
}

/* --- What the kernel measures ---------------------------------------------- */

struct answer {
	char text[2048];
};

static double get(struct answer *a, const char *key)
{
	size_t len = strlen(key);
	char *line;

	for (line = a->text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, key, len) && line[len] == ' ')
			return strtod(line + len, NULL);
	}
	fail(key);
	return 0;
}

static void ask(struct answer *a, const char *name, int rounds, int live)
{
	int fd = open("/proc/pid_bench", O_RDWR);
	ssize_t len;

	if (fd < 0 || dprintf(fd, "%s %d %d", name, rounds, live) < 0)
		fail(name);
	len = pread(fd, a->text, sizeof(a->text) - 1, 0);
	a->text[len > 0 ? len : 0] = 0;
	close(fd);
}

static double cycles_of(struct answer *a, const char *name)
{
	char key[32];

	snprintf(key, sizeof(key), "cycles_%s", name);
	return get(a, key);
}

static double per_round(const char *name, int rounds, int live)
{
	struct answer a;

	ask(&a, name, rounds, live);
	return cycles_of(&a, name) / rounds;
}

static void kernel(const char *name, int rounds, int live)
{
	double value[RUNS];
	int run;

	for (run = 0; run < RUNS; run++)
		value[run] = per_round(name, rounds, live);
	print(name, live, "cost", "instructions", value, RUNS);
}

/* A pair, and what is left without all that is not the number. */
static void pair(int live)
{
	double floor[MANY_RUNS], pair[MANY_RUNS], own[MANY_RUNS];
	int run, rounds = 50000;

	for (run = 0; run < MANY_RUNS; run++) {
		floor[run] = per_round("floor", rounds, 0);
		pair[run] = per_round("pair", rounds, live);
		own[run] = pair[run] - floor[run];
	}
	print("pair", live, "cost", "instructions", pair, MANY_RUNS);
	if (live)
		return;
	print("floor", 0, "cost", "instructions", floor, MANY_RUNS);
	print("own", 0, "cost", "instructions", own, MANY_RUNS);
}

static void locks(int live)
{
	static const char * const key[] = {
		"alloc_locks", "alloc_lock_held", "free_locks", "free_lock_held",
		"alloc_buckets", "alloc_bucket_held", "free_buckets", "free_bucket_held",
	};
	const int rounds = 50000;
	struct answer a;
	unsigned int i;

	ask(&a, "pair", rounds, live);
	for (i = 0; i < sizeof(key) / sizeof(*key); i++)
		print_one("pair", live, key[i], i % 2 ? "instructions" : "acquisitions",
			  get(&a, key[i]) / rounds);
}

/* One pid in 64 and in 256 numbers: what do they lock as they go? */
static void locks_sparse(void)
{
	static const char * const name[] = { "order_64", "random_64", "order_256", "random_256" };
	struct answer a;
	unsigned int i;

	for (i = 0; i < sizeof(name) / sizeof(*name); i++) {
		ask(&a, name[i], 1, SPARSE);
		print_one(name[i], SPARSE, "free_locks_all", "acquisitions", get(&a, "free_locks"));
	}
}

/* So many live ones, with holes between them. */
static void grow(int live, int runs)
{
	static const struct {
		const char *bench, *name;
	} part[] = {
		{ "find", "hit" }, { "miss", "miss" }, { "beyond", "beyond" },
		{ "step", "walk" }, { "pair", "exchange" },
	};
	enum { PARTS = sizeof(part) / sizeof(*part) };
	const int rounds = 20000;
	double value[PARTS][RUNS];
	struct answer a;
	int i, run;

	for (run = 0; run < runs; run++) {
		/* One in sixteen is a hole. */
		ask(&a, "holes,find,miss,beyond,step,pair", rounds, live / 15 * 16 + live % 15);
		if (get(&a, "live") != live)
			fail("live");
		for (i = 0; i < PARTS; i++)
			value[i][run] = cycles_of(&a, part[i].bench) / rounds;
	}
	for (i = 0; i < PARTS; i++)
		print(part[i].name, live, "cost", "instructions", value[i], runs);
}

static void grow_all(void)
{
	grow(1000, RUNS);
	grow(10000, RUNS);
	grow(100000, 3);
	grow(1000000, 1);
}

/* As PID 1 of a namespace that ends while its number 2 lives on. */
static void end_of(int live)
{
	print_one("end", live, "cost", "instructions", per_round("end", 1, live) / live);
}

static void end_2k(void) { end_of(2000); }
static void end_20k(void) { end_of(20000); }
static void end_200k(void) { end_of(200000); }

/* With every number taken, and with one that is not. */
static void full(void)
{
	struct answer a;
	int rounds = 1000;

	ask(&a, "fail", rounds, PID_MAX);
	print_one("full_fail", get(&a, "live"), "cost", "instructions", cycles_of(&a, "fail") / rounds);
	print_one("full_fail", get(&a, "live"), "alloc_lock_held", "instructions",
		  get(&a, "alloc_lock_held") / rounds);
	ask(&a, "churn", rounds, PID_MAX);
	print_one("full_refill", get(&a, "live"), "cost", "instructions", cycles_of(&a, "churn") / rounds);
	print_one("full_refill", get(&a, "live"), "alloc_lock_held", "instructions",
		  get(&a, "alloc_lock_held") / rounds);
	print_one("full_refill", get(&a, "live"), "free_lock_held", "instructions",
		  get(&a, "free_lock_held") / rounds);
}

/* --- From user space -------------------------------------------------------- */

/* RUNS runs of @count operations, after some that do not count. */
static void measure(const char *name, int live, int count, void (*op)(int))
{
	double value[RUNS];
	uint64_t start;
	int i, run;

	for (i = 0; i < count / 4 + 1; i++)
		op(i);
	for (run = 0; run < RUNS; run++) {
		start = cycles();
		for (i = 0; i < count; i++)
			op(i);
		value[run] = (double)(cycles() - start) / count;
	}
	print(name, live, "cost", "instructions", value, RUNS);
}

/* Those that live, in a ring: the oldest goes as a new one comes. */
static pid_t ring[NEIGHBOURS];
static int ring_size, ring_at;

static pid_t exchange(pid_t pid)
{
	pid_t old = pid;

	if (ring_size) {
		old = ring[ring_at];
		ring[ring_at] = pid;
		ring_at = (ring_at + 1) % ring_size;
	}
	return old;
}

/* A zombie has its number until it is reaped. */
static void reap_oldest(pid_t pid)
{
	if (pid < 0)
		fail("fork");
	pid = exchange(pid);
	if (pid && waitpid(pid, NULL, 0) != pid)
		fail("waitpid");
}

static void op_fork(int i)
{
	pid_t pid = fork();

	(void)i;
	if (!pid)
		_exit(0);
	reap_oldest(pid);
}

static int vm_child(void *arg)
{
	(void)arg;
	return 0;
}

static void op_clone_vm(int i)
{
	static char stack[65536] __attribute__((aligned(16)));

	(void)i;
	reap_oldest(clone(vm_child, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL));
}

/* A thread gives its number back when it ends, not when it is joined. */
static struct thread {
	pthread_t id;
	sem_t end;
	bool runs;
} threads[NEIGHBOURS];

static void *thread(void *arg)
{
	struct thread *t = arg;

	if (ring_size)
		sem_wait(&t->end);
	return NULL;
}

static void end_thread(struct thread *t)
{
	if (!t->runs)
		return;
	sem_post(&t->end);
	if (pthread_join(t->id, NULL))
		fail("pthread_join");
	sem_destroy(&t->end);
	t->runs = false;
}

static void op_thread(int i)
{
	struct thread *t = &threads[ring_at];

	(void)i;
	if (ring_size)
		end_thread(t);
	sem_init(&t->end, 0, 0);
	if (pthread_create(&t->id, NULL, thread, t))
		fail("pthread_create");
	t->runs = true;
	if (ring_size)
		ring_at = (ring_at + 1) % ring_size;
	else
		end_thread(t);
}

static void with_neighbours(int n, int count, const char *name, void (*op)(int))
{
	int i;

	ring_size = n;
	ring_at = 0;
	memset(ring, 0, sizeof(ring));
	measure(name, n, count, op);
	for (i = 0; i < n; i++) {
		if (ring[i])
			waitpid(ring[i], NULL, 0);
		end_thread(&threads[i]);
	}
}

/* Not in order: a step that is prime to any count. */
static pid_t some(int i)
{
	return tasks[(unsigned int)i * 7919u % nr_tasks];
}

static void op_kill(int i)
{
	if (kill(some(i), 0))
		fail("kill");
}

static void op_getsid(int i)
{
	if (getsid(some(i)) < 0)
		fail("getsid");
}

static void op_readdir(int i)
{
	static char buf[32768];
	int fd = open("/proc", O_RDONLY | O_DIRECTORY);
	long n;

	(void)i;
	do
		n = syscall(SYS_getdents64, fd, buf, sizeof(buf));
	while (n > 0);
	if (n < 0)
		fail("getdents64");
	close(fd);
}

static int sleeper(void *arg)
{
	(void)arg;
	for (;;)
		pause();
	return 0;
}

/* Processes that share our memory: cheap to have by the thousand. */
static void populate(int n)
{
	char *stacks = malloc((size_t)n * STACK);

	tasks = malloc(n * sizeof(*tasks));
	if (!tasks || !stacks)
		fail("malloc");
	for (nr_tasks = 0; nr_tasks < n; nr_tasks++) {
		tasks[nr_tasks] = clone(sleeper, stacks + (size_t)(nr_tasks + 1) * STACK,
					CLONE_VM | SIGCHLD, NULL);
		if (tasks[nr_tasks] < 0)
			fail("clone");
	}
}

static void depopulate(void)
{
	for (; nr_tasks > 0; nr_tasks--) {
		kill(tasks[nr_tasks - 1], SIGKILL);
		waitpid(tasks[nr_tasks - 1], NULL, 0);
	}
}

static pid_t new_namespace(void)
{
	pid_t pid = syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);

	if (pid < 0)
		fail("CLONE_NEWPID");
	return pid;
}

/* A namespace with so many tasks, all of them asleep. */
static pid_t crowd(int n)
{
	int ready[2];
	pid_t pid;
	char c;

	if (pipe(ready))
		fail("pipe");
	pid = new_namespace();
	if (!pid) {
		populate(n);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		sleeper(NULL);
	}
	if (read(ready[0], &c, 1) != 1)
		fail("crowd");
	close(ready[0]);
	close(ready[1]);
	return pid;
}

/* From the death of init until it can be reaped, for each task. */
static void teardown(void)
{
	double value[MANY_RUNS];
	uint64_t start;
	pid_t pid;
	int run;

	for (run = 0; run < MANY_RUNS; run++) {
		pid = crowd(TASKS);
		usleep(20000);
		start = cycles();
		kill(pid, SIGKILL);
		if (waitpid(pid, NULL, 0) != pid)
			fail("waitpid");
		value[run] = (double)(cycles() - start) / TASKS;
	}
	print("teardown", TASKS, "cost", "instructions", value, MANY_RUNS);
}

/* Reading /proc in a namespace of ten processes, one of which has idle threads. */
static void idle(int n)
{
	const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
	char *stacks = malloc((size_t)n * STACK + 1);
	int i;

	if (!stacks)
		fail("malloc");
	for (i = 0; i < n; i++)
		if (clone(sleeper, stacks + (size_t)(i + 1) * STACK, flags, NULL) < 0)
			fail("a thread");
	measure("idle", n, 1, op_readdir);
}

/* None at all, then ever more. */
static void idle_all(int most)
{
	pid_t pid;
	int n;

	populate(8);
	for (n = 0; n <= most; n = n ? n * 10 : 1000) {
		pid = fork();
		if (!pid) {
			idle(n);
			_exit(0);
		}
		if (waitpid(pid, NULL, 0) != pid)
			fail("idle");
	}
	depopulate();
}

static void user(int live)
{
	with_neighbours(live, 2000, "thread", op_thread);
	with_neighbours(live, 2000, "clone_vm", op_clone_vm);
	with_neighbours(live, 300, "fork", op_fork);
}

static void time_all(void)
{
	pair(0);
	pair(NEIGHBOURS);
	kernel("find", 20000, 1000);
	kernel("find", 20000, 10000);
	kernel("find", 20000, 100000);
	kernel("step", 20000, 10000);
	kernel("step", 20000, 100000);
	/* With 4194304 numbers, 32768 apart: they may not meet in the hash table. */
	if (!level) {
		kernel("find_far", 20000, 128);
		kernel("step_far", 20000, 128);
	}
	user(0);
	user(NEIGHBOURS);
	teardown();
	populate(PROCESSES);
	measure("kill", PROCESSES, 4000, op_kill);
	measure("getsid", PROCESSES, 4000, op_getsid);
	measure("readdir", PROCESSES, 1, op_readdir);
	depopulate();
}

static void pairs_all(void)
{
	pair(0);
	pair(NEIGHBOURS);
}

static void locks_all(void)
{
	locks(0);
	locks(NEIGHBOURS);
	if (!level)
		locks_sparse();
}

/* --- Memory ------------------------------------------------------------------ */

static void print_bytes(const char *name, int live, struct answer *a)
{
	double numbers = get(a, "node_bytes") + get(a, "chunk_bytes");
	double ns = get(a, "ns_bytes"), pids = live * get(a, "pid_bytes");

	print_one(name, live, "namespace", "bytes", ns);
	print_one(name, live, "numbers", "bytes", numbers);
	print_one(name, live, "struct_pid", "bytes", pids);
	print_one(name, live, "total", "bytes", ns + numbers + pids);
}

/*
 * The hash table that all namespaces share, in bytes, or 0: this machine's, as
 * the kernel says at boot.
 */
static double boot_table(void)
{
	static char log[1 << 20];
	int len = klogctl(3 /* SYSLOG_ACTION_READ_ALL */, log, sizeof(log) - 1);
	char *line, *bytes;

	log[len > 0 ? len : 0] = 0;
	line = strstr(log, "PID hash table entries:");
	bytes = line ? strstr(line, "order: ") : NULL;
	bytes = bytes ? strchr(bytes, ' ') : NULL;
	bytes = bytes ? strchr(bytes + 1, ' ') : NULL;
	return bytes ? strtod(bytes, NULL) : 0;
}

/* And that of a machine of so many GB: 8 bytes for each 32 KB, a power of two. */
static double table_of(unsigned int gb)
{
	double buckets = 1;

	while (buckets < gb * 32768.0 && buckets < PID_MAX)
		buckets *= 2;
	return 8 * buckets;
}

/* Numbers, struct pid and the table. */
static void memory_scale(void)
{
	static const int live[] = { 100, 10000, 100000, 1000000 };
	static const unsigned int gb[] = { 1, 24, 256 };
	double boot = boot_table(), total;
	char metric[32];
	struct answer a;
	unsigned int i, j;

	print_one("table", 0, "boot", "bytes", boot);
	for (i = 0; i < sizeof(live) / sizeof(*live); i++) {
		ask(&a, "hold", 1, live[i]);
		print_bytes("scale", live[i], &a);
		print_one("scale", live[i], "table", "bytes", get(&a, "table_bytes"));
		total = get(&a, "ns_bytes") + get(&a, "node_bytes") + get(&a, "chunk_bytes") +
			live[i] * get(&a, "pid_bytes") + get(&a, "table_bytes");
		for (j = 0; j < sizeof(gb) / sizeof(*gb); j++) {
			snprintf(metric, sizeof(metric), "on_%u_GB", gb[j]);
			print_one("scale", live[i], metric, "bytes", total + (boot ? table_of(gb[j]) : 0));
		}
	}
}

/* As PID 1 of a namespace of its own. */
static void alone(void (*what)(void))
{
	pid_t pid = new_namespace();
	int status;

	if (!pid) {
		level++;
		what();
		exit(0);
	}
	if (waitpid(pid, &status, 0) != pid || status)
		fail("a namespace");
}

static void hold(const char *name, const char *bench, int rounds, int live)
{
	struct answer a;

	ask(&a, bench, rounds, live);
	print_bytes(name, live + 1, &a);
}

static void memory_empty(void) { hold("empty", "hold", 1, 0); }
static void memory_dense(void) { hold("dense", "hold", 1, PROCESSES); }
static void memory_spread(void) { hold("spread", "spread", 1, 100); }
/* Two runs of so many, see bench_run(). */
static void memory_churn(void) { hold("churn", "churn", 2100000, 100); }

/* Each weighs its own and tells us. */
static void memory_namespaces(void)
{
	double ns = 0, nodes = 0, chunks = 0;
	struct answer a, sum;
	int fd[2];

	tasks = malloc(NAMESPACES * sizeof(*tasks));
	if (!tasks || pipe(fd))
		fail("pipe");
	for (nr_tasks = 0; nr_tasks < NAMESPACES; nr_tasks++) {
		tasks[nr_tasks] = new_namespace();
		if (!tasks[nr_tasks]) {
			ask(&a, "hold", 1, 0);
			if (write(fd[1], &a, sizeof(a)) != sizeof(a))
				_exit(1);
			sleeper(NULL);
		}
		if (read(fd[0], &a, sizeof(a)) != sizeof(a))
			fail("read");
		ns += get(&a, "ns_bytes");
		nodes += get(&a, "node_bytes");
		chunks += get(&a, "chunk_bytes");
	}
	depopulate();
	snprintf(sum.text, sizeof(sum.text), "\nns_bytes %f\nnode_bytes %f\nchunk_bytes %f\npid_bytes %f\n",
		 ns, nodes, chunks, get(&a, "pid_bytes"));
	print_bytes("namespaces", NAMESPACES, &sum);
}

/* A child in a cgroup of its own: what of its namespace is that cgroup's? */
static void memory_charged(void)
{
	struct answer a;

	ask(&a, "hold", 1, PROCESSES);
	print_one("charged", PROCESSES, "numbers", "bytes", get(&a, "node_bytes") + get(&a, "chunk_bytes"));
	print_one("charged", PROCESSES, "charged", "bytes", get(&a, "charged"));
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fail(path);
	close(fd);
}

static void in_cgroup(void)
{
	char pid[16];

	put("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
	mkdir("/sys/fs/cgroup/cost", 0755);
	snprintf(pid, sizeof(pid), "%d", getpid());
	put("/sys/fs/cgroup/cost/cgroup.procs", pid);
	alone(memory_charged);
	put("/sys/fs/cgroup/cgroup.procs", pid);
}

/* Objects of a slab cache that are in use, when nobody keeps any in reserve. */
static double objects(const char *cache)
{
	char path[128], line[64] = "";
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/shrink", cache);
	put(path, "1\n");
	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/objects", cache);
	fd = open(path, O_RDONLY);
	if (fd < 0 || read(fd, line, sizeof(line) - 1) < 0)
		fail(path);
	close(fd);
	return atof(line);
}

static const char * const caches[] = { "kmalloc-cg-512", "pid_namespace", "radix_tree_node", "pid" };
#define CACHES (sizeof(caches) / sizeof(*caches))

static void count_objects(double *n)
{
	unsigned int i;

	/* Namespaces go by a work item after a grace period, kfree_rcu() collects. */
	sleep(10);
	for (i = 0; i < CACHES; i++)
		n[i] = objects(caches[i]);
}

/* Namespaces in a namespace, with processes in them. */
static void storm(void)
{
	int i, j;

	for (i = 0; i < NAMESPACES; i++) {
		if (new_namespace())
			continue;
		for (j = 0; j < 2; j++)
			if (!fork())
				break;
		sleeper(NULL);
	}
	sleeper(NULL);
}

static void memory_back(void)
{
	double before[CACHES], during[CACHES], after[CACHES];
	unsigned int i;
	pid_t pid;

	count_objects(before);
	for (i = 0; i < 3; i++) {
		pid = new_namespace();
		if (!pid)
			storm();
		sleep(5);
		if (i == 2)
			count_objects(during);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	sleep(2);
	count_objects(after);
	for (i = 0; i < CACHES; i++) {
		print_one(caches[i], 0, "before", "objects", before[i]);
		print_one(caches[i], 0, "during", "objects", during[i]);
		print_one(caches[i], 0, "after", "objects", after[i]);
	}
}

static void memory_all(void)
{
	alone(memory_empty);
	alone(memory_dense);
	alone(memory_spread);
	alone(memory_churn);
	memory_namespaces();
	in_cgroup();
	memory_back();
	memory_scale();
}

/* --- */

static void wait_for(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid || status)
		exit(1);
}

/* /proc must be of the namespace that is measured. */
static void idle_inside(int most)
{
	pid_t pid = new_namespace();

	if (!pid) {
		level++;
		if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		    mount("proc", "/proc", "proc", 0, NULL))
			fail("/proc");
		idle_all(most);
		exit(0);
	}
	wait_for(pid);
}

/* In a namespace so many levels down. */
static void at_level(int levels, void (*what)(void))
{
	pid_t pid = fork();

	while (!pid && level < levels) {
		pid = new_namespace();
		if (!pid) {
			level++;
		} else {
			wait_for(pid);
			exit(0);
		}
	}
	if (!pid) {
		what();
		exit(0);
	}
	if (pid < 0)
		fail("fork");
	wait_for(pid);
}

static void at_levels(void (*what)(void))
{
	at_level(0, what);
	at_level(1, what);
	at_level(4, what);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	if (!strcmp(mode, "time")) {
		at_levels(time_all);
		idle_inside(IDLERS_MAX);
	} else if (!strcmp(mode, "grow")) {
		at_level(0, grow_all);
		at_level(4, grow_all);
		alone(end_2k);
		alone(end_20k);
		alone(end_200k);
	} else if (!strcmp(mode, "pairs")) {
		at_levels(pairs_all);
		idle_inside(IDLERS_QUICK);
	} else if (!strcmp(mode, "locks")) {
		at_levels(locks_all);
	} else if (!strcmp(mode, "full")) {
		at_level(0, full);
	} else if (!strcmp(mode, "memory")) {
		at_level(0, memory_all);
	} else {
		fprintf(stderr, "usage: cost time|grow|pairs|locks|full|memory\n");
		return 2;
	}
	return 0;
}
