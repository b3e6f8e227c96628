// SPDX-License-Identifier: GPL-2.0
/* Commands beside a crowd of processes. */
#include "load.h"
#include <sys/resource.h>
#include <sys/time.h>

static double seconds(struct timeval tv)
{
	return tv.tv_sec + tv.tv_usec / 1e6;
}

/* What it prints is of no interest. */
static void be_timed(char **command)
{
	int fd = open("/dev/null", O_WRONLY);

	dup2(fd, STDOUT_FILENO);
	execvp(command[0], command);
	fail(command[0]);
}

static void time_one(int count, char **command)
{
	double start = now();
	struct rusage usage;
	pid_t pid = fork();
	const char *name;
	int status;

	if (!pid)
		be_timed(command);
	if (wait4(pid, &status, 0, &usage) != pid || status)
		fail(command[0]);
	name = basename(command[0]);
	printf("%s,%d,%.6f,%.6f,%.6f\n", strcmp(name, "load") ? name : command[1], count, now() - start,
	       seconds(usage.ru_utime), seconds(usage.ru_stime));
	fflush(stdout);
}

/* One command ends where the next one's plus sign is. */
static char **next_command(char **command)
{
	while (*command && strcmp(*command, "+"))
		command++;
	if (!*command)
		return NULL;
	*command = NULL;
	return command + 1;
}

/* In a process group of its own, that ends with it. */
static void be_crowded(int count, int turns, char **argv)
{
	char **commands[16], **next = argv;
	int i, n = 0;

	while (next && n < 16) {
		commands[n++] = next;
		next = next_command(next);
	}
	setpgid(0, 0);
	gather(count);
	sleep(1);
	while (turns--)
		for (i = 0; i < n; i++)
			time_one(count, commands[i]);
	kill(0, SIGKILL);
}

int crowd(int count, int turns, char **commands)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		end_with_parent();
		be_crowded(count, turns, commands);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		fail("a crowd");
	return !WIFSIGNALED(status);
}
