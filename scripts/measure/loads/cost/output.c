// SPDX-License-Identifier: GPL-2.0
/* Cycles, and what is printed of them. */
#include "cost.h"
#include <time.h>

int level;

void fail(const char *what)
{
	fprintf(stderr, "cost: %s at level %d: %s\n", what, level, strerror(errno));
	exit(1);
}

uint64_t cycles(void)
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

void print(const char *name, int live, const char *metric, const char *unit,
		  double *value, int n)
{
	qsort(value, n, sizeof(*value), compare);
	printf("%s,%d,%d,%s,%s,%.2f,%.2f,%.2f,%d\n", name, level, live, metric, unit,
	       value[n / 2], value[0], value[n - 1], n);
	fflush(stdout);
}

void print_one(const char *name, int live, const char *metric, const char *unit, double value)
{
	print(name, live, metric, unit, &value, 1);
}
