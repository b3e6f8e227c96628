// SPDX-License-Identifier: GPL-2.0
/*
 * One line for each task and each of its levels: its number at level 0, the level, the
 * number there, and the namespace's inode. The level is known at run time only, as it
 * is to programs that watch containers: no loader can relocate the distance from one
 * element of numbers[] to the next, which is that of the vmlinux.h compiled against.
 */
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define MAX_LEVEL 32

const char _license[] SEC("license") = "GPL";

SEC("iter/task")
int numbers(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *task = ctx->task;
	unsigned int level, inum;
	struct pid *pid;
	int nr;

	if (!task)
		return 0;
	pid = BPF_CORE_READ(task, thread_pid);
#pragma clang loop unroll(disable)
	for (level = 0; level <= MAX_LEVEL; level++) {
		if (level > BPF_CORE_READ(pid, level))
			break;
		nr = BPF_CORE_READ(pid, numbers[level].nr);
		inum = BPF_CORE_READ(pid, numbers[level].ns, ns.inum);
		BPF_SEQ_PRINTF(seq, "%d %u %d %u\n", task->pid, level, nr, inum);
	}
	return 0;
}
