// SPDX-License-Identifier: GPL-2.0
/*
 * What BPF programs say of numbers.
 * Usage: tasks OBJECT pid NUMBER...	each number's task by bpf_task_from_pid(), or 0
 *        tasks OBJECT vpid NUMBER...	by bpf_task_from_vpid()
 *        tasks OBJECT pidfd NUMBER	the threads that an iterator with its pidfd shows
 * A line each; tasks go by their number in the first namespace.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(const char *what)
{
	perror(what);
	return 1;
}

/* The program's .bss: a number, and its answer. */
static int ask(struct bpf_object *object, struct bpf_program *program, char **numbers)
{
	int bss = bpf_object__find_map_fd_by_name(object, "tasks.bss"), only = 0;
	LIBBPF_OPTS(bpf_test_run_opts, opts);
	int asked[2];

	for (; *numbers; numbers++) {
		asked[0] = atoi(*numbers);
		asked[1] = -1;
		if (bpf_map_update_elem(bss, &only, asked, BPF_ANY))
			return fail("ask");
		if (bpf_prog_test_run_opts(bpf_program__fd(program), &opts))
			return fail("run");
		if (bpf_map_lookup_elem(bss, &only, asked))
			return fail("answer");
		printf("%d\n", asked[1]);
	}
	return 0;
}

static int iterate(struct bpf_program *program, int number)
{
	union bpf_iter_link_info info = { 0 };
	LIBBPF_OPTS(bpf_iter_attach_opts, opts, .link_info = &info, .link_info_len = sizeof(info));
	struct bpf_link *link;
	char buf[4096];
	ssize_t n;
	int fd;

	fd = syscall(SYS_pidfd_open, number, 0);
	if (fd < 0)
		return fail("pidfd_open");
	info.task.pid_fd = fd;
	link = bpf_program__attach_iter(program, &opts);
	if (!link)
		return fail("attach");
	fd = bpf_iter_create(bpf_link__fd(link));
	if (fd < 0)
		return fail("iterator");
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, n, stdout);
	return n < 0 ? fail("read") : 0;
}

int main(int argc, char **argv)
{
	struct bpf_program *program, *other;
	struct bpf_object *object;

	if (argc < 4) {
		fprintf(stderr, "usage: tasks OBJECT pid|vpid|pidfd NUMBER...\n");
		return 2;
	}
	object = bpf_object__open_file(argv[1], NULL);
	if (!object)
		return fail("open");
	program = bpf_object__find_program_by_name(object, argv[2]);
	if (!program)
		return fail(argv[2]);
	bpf_object__for_each_program(other, object)
		bpf_program__set_autoload(other, other == program);
	if (bpf_object__load(object))
		return fail("load");
	if (!strcmp(argv[2], "pidfd"))
		return iterate(program, atoi(argv[3]));
	return ask(object, program, argv + 3);
}
