// SPDX-License-Identifier: GPL-2.0
/* What is charged to whom, and what comes back when namespaces go. */
#include "cost.h"
#include <sys/stat.h>

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

void in_cgroup(void)
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

void memory_back(void)
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
