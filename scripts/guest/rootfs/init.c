// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's PID 1: mounts what the tests expect, runs /job with its output on
 * the verdict port, reaps orphans, reports the job's exit status as the last
 * line on the port, and ends the machine.
 *
 * The port is a virtio-serial one, apart from the console: what the kernel says
 * and what the job says cannot get mixed up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static sigset_t none;

static void mount_at(const char *type, const char *where, const char *data)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, data))
		printf("init: cannot mount %s: %s\n", where, strerror(errno));
}

static void mount_all(void)
{
	mount_at("proc", "/proc", NULL);
	mount_at("sysfs", "/sys", NULL);
	mount_at("devtmpfs", "/dev", NULL);
	mount_at("devpts", "/dev/pts", NULL);
	mount_at("tmpfs", "/dev/shm", "mode=1777");
	mount_at("tmpfs", "/tmp", "mode=1777");
	mount_at("cgroup2", "/sys/fs/cgroup", NULL);
	symlink("/proc/self/fd", "/dev/fd");
	symlink("fd/0", "/dev/stdin");
	symlink("fd/1", "/dev/stdout");
	symlink("fd/2", "/dev/stderr");
}

/* The device may turn up a little after init starts. */
static int open_port(void)
{
	int fd, tries;

	for (tries = 0; tries < 100; tries++) {
		fd = open("/dev/vport0p1", O_WRONLY | O_CLOEXEC);
		if (fd >= 0)
			return fd;
		usleep(50000);
	}
	return open("/dev/console", O_WRONLY | O_CLOEXEC);
}

/* A port cannot be opened twice, and kselftest's runner opens /dev/stdout. */
static pid_t start_job(int output)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	setsid();
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execl("/bin/sh", "sh", "/job", (char *)NULL);
	_exit(127);
}

/* False at the end of what there is now. */
static bool copy(int from, int to)
{
	char buf[65536], *p = buf;
	ssize_t n = read(from, buf, sizeof(buf)), done;

	if (n <= 0)
		return false;
	for (; n > 0; n -= done, p += done) {
		done = write(to, p, n);
		if (done < 0)
			return false;
	}
	return true;
}

/* As a shell would say it: 128 and the signal's number for a signal. */
static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Copies output and reaps orphans as they come, until the job itself is done. */
static int serve(pid_t job, int output, int port)
{
	struct pollfd pfd = { .fd = output, .events = POLLIN };
	int status, result = -1;
	pid_t pid;

	while (result < 0) {
		while (result < 0 && (pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == job)
				result = exit_status(status);
		if (result < 0 && ppoll(&pfd, 1, NULL, &none) > 0)
			copy(output, port);
	}
	/* Survivors may hold the pipe open: take what is there, not to its end. */
	while (copy(output, port))
		;
	return result;
}

static void on_child(int sig)
{
	(void)sig;
}

int main(void)
{
	struct sigaction sa = { .sa_handler = on_child };
	int port, fd[2];
	sigset_t child;

	mount_all();
	setenv("PATH", "/bin", 1);
	setenv("HOME", "/root", 1);
	setenv("TERM", "linux", 0);
	sethostname("guest", 5);
	port = open_port();
	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK))
		dprintf(port, "init: no pipe: %s\n", strerror(errno));
	/* The job's end of it blocks, as any stdout. */
	fcntl(fd[1], F_SETFL, 0);
	sigaction(SIGCHLD, &sa, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	dprintf(port, "\n# exit %d\n", serve(start_job(fd[1]), fd[0], port));
	fsync(port);
	sync();
	/* QEMU runs with -no-reboot; any architecture can reboot. */
	reboot(RB_AUTOBOOT);
	return 1;
}
