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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

static pid_t start_job(int port)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	setsid();
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(port, STDOUT_FILENO);
	dup2(port, STDERR_FILENO);
	execl("/bin/sh", "sh", "/job", (char *)NULL);
	_exit(127);
}

/* As a shell would say it: 128 and the signal's number for a signal. */
static int wait_for(pid_t job)
{
	int status;
	pid_t pid;

	do {
		pid = wait(&status);
	} while (pid != job && !(pid < 0 && errno == ECHILD));
	if (pid < 0)
		return 255;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int main(void)
{
	int port;

	mount_all();
	setenv("PATH", "/bin", 1);
	setenv("HOME", "/root", 1);
	setenv("TERM", "linux", 0);
	sethostname("guest", 5);
	port = open_port();
	dprintf(port, "\n# exit %d\n", wait_for(start_job(port)));
	fsync(port);
	sync();
	/* QEMU runs with -no-reboot; any architecture can reboot. */
	reboot(RB_AUTOBOOT);
	return 1;
}
