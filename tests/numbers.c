// SPDX-License-Identifier: GPL-2.0
/* Loads numbers.bpf.o, and prints what its iterator over tasks prints. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <unistd.h>

static int fail(const char *what)
{
	perror(what);
	return 1;
}

/* Of the object's one program: an iterator, as a file to read. */
static int open_iterator(struct bpf_object *object)
{
	struct bpf_program *program = bpf_object__next_program(object, NULL);
	struct bpf_link *link = bpf_program__attach_iter(program, NULL);

	return link ? bpf_iter_create(bpf_link__fd(link)) : -1;
}

int main(int argc, char **argv)
{
	struct bpf_object *object;
	char buf[4096];
	ssize_t n;
	int fd;

	if (argc != 2) {
		fprintf(stderr, "usage: numbers OBJECT\n");
		return 2;
	}
	object = bpf_object__open_file(argv[1], NULL);
	if (!object)
		return fail("open");
	if (bpf_object__load(object))
		return fail("load");
	fd = open_iterator(object);
	if (fd < 0)
		return fail("attach");
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, n, stdout);
	return n < 0 ? fail("read") : 0;
}
