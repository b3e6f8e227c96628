// SPDX-License-Identifier: GPL-2.0
/* Bytes, as the kernel weighs them. */
#include "cost.h"
#include <sys/klog.h>

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
void memory_scale(void)
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

static void hold(const char *name, const char *bench, int rounds, int live)
{
	struct answer a;

	ask(&a, bench, rounds, live);
	print_bytes(name, live + 1, &a);
}

void memory_empty(void) { hold("empty", "hold", 1, 0); }
void memory_dense(void) { hold("dense", "hold", 1, PROCESSES); }
void memory_spread(void) { hold("spread", "spread", 1, 100); }
/* Two runs of so many, see bench_run(). */
void memory_churn(void) { hold("churn", "churn", 2100000, 100); }

/* Each weighs its own and tells us. */
void memory_namespaces(void)
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
