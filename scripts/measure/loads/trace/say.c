// SPDX-License-Identifier: GPL-2.0
/* Numbers by chance, lines of the trace, files of one number. */
#include "trace.h"
#include <fcntl.h>
#include <stdarg.h>

struct trace *trace;

unsigned int below(struct space *s, unsigned int n)
{
	s->rnd ^= s->rnd << 13;
	s->rnd ^= s->rnd >> 7;
	s->rnd ^= s->rnd << 17;
	return (s->rnd >> 32) * n >> 32;
}

void say(const struct space *s, const char *fmt, ...)
{
	va_list ap;

	trace->len += snprintf(trace->text + trace->len, TEXT - trace->len, "%*s",
			       2 * s->depth, "");
	va_start(ap, fmt);
	trace->len += vsnprintf(trace->text + trace->len, TEXT - trace->len, fmt, ap);
	va_end(ap);
	trace->text[trace->len++] = '\n';
	if (trace->len > TEXT - 100000)
		errx(1, "the trace is too long");
}

int write_int(const char *path, int value)
{
	int fd = open(path, O_WRONLY), ret = 0;

	if (fd < 0 || dprintf(fd, "%d", value) < 0)
		ret = errno;
	close(fd);
	return ret;
}

int read_int(const char *path)
{
	int value = -1;
	FILE *f = fopen(path, "r");

	if (!f || fscanf(f, "%d", &value) != 1)
		value = -1;
	if (f)
		fclose(f);
	return value;
}
