// SPDX-License-Identifier: GPL-2.0
/*
 * Asks the kernel for a task by its number: in the first namespace, or in the caller's.
 * The iterator prints the threads that whoever attaches it chose by a pidfd.
 */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct bpf_iter_meta {
	struct seq_file *seq;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} __attribute__((preserve_access_index));

struct task_struct *bpf_task_from_pid(int pid) __ksym;
struct task_struct *bpf_task_from_vpid(int vpid) __ksym;
void bpf_task_release(struct task_struct *task) __ksym;

const char _license[] SEC("license") = "GPL";

/* User space sets the number before a run, and reads the answer after it. */
struct {
	int number;
	int answer;
} asked;

static int answered(struct task_struct *task)
{
	asked.answer = task ? task->pid : 0;
	if (task)
		bpf_task_release(task);
	return 0;
}

SEC("syscall")
int pid(void *ctx)
{
	return answered(bpf_task_from_pid(asked.number));
}

SEC("syscall")
int vpid(void *ctx)
{
	return answered(bpf_task_from_vpid(asked.number));
}

SEC("iter/task")
int pidfd(struct bpf_iter__task *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct task_struct *task = ctx->task;

	if (task)
		BPF_SEQ_PRINTF(seq, "%d\n", task->pid);
	return 0;
}
