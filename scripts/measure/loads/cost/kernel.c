// SPDX-License-Identifier: GPL-2.0
/* What the kernel measures: /proc/pid_bench (patches/bench). */
#include "cost.h"

double get(struct answer *a, const char *key)
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

void ask(struct answer *a, const char *name, int rounds, int live)
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

void kernel(const char *name, int rounds, int live)
{
	double value[RUNS];
	int run;

	for (run = 0; run < RUNS; run++)
		value[run] = per_round(name, rounds, live);
	print(name, live, "cost", "instructions", value, RUNS);
}

/* A pair, and what is left without all that is not the number. */
void pair(int live)
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

void locks(int live)
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
void locks_sparse(void)
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

void grow_all(void)
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

void end_2k(void) { end_of(2000); }
void end_20k(void) { end_of(20000); }
void end_200k(void) { end_of(200000); }

/* With every number taken, and with one that is not. */
void full(void)
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
