// SPDX-License-Identifier: GPL-2.0
/* Operations that look, and settings. */
#include "trace.h"
#include <dirent.h>

void op_look(struct space *s)
{
	int nr = some_nr(s), alive = kill(nr, 0) ? -errno : 0, sid = getsid(nr);

	say(s, "%d: kill %d, getsid %d", nr, nr ? alive : 0, sid < 0 ? -errno : sid);
}

void op_readdir(struct space *s)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	char line[8192] = "";
	size_t len = 0;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name >= '1' && *entry->d_name <= '9')
			len += snprintf(line + len, sizeof(line) - len, " %s", entry->d_name);
	say(s, "proc:%s", dir ? line : " cannot");
	if (dir)
		closedir(dir);
}

void op_last(struct space *s)
{
	int nr = below(s, 3) ? some_nr(s) - 1 : (int)below(s, 4194304);
	int err = write_int("/proc/sys/kernel/ns_last_pid", nr);

	say(s, "last := %d: %d, is %d", nr, err, read_int("/proc/sys/kernel/ns_last_pid"));
}

void op_pid_max(struct space *s)
{
	static const int values[] = { 300, 301, 302, 320, 700, 2048, 4096, 32768, 4194304, 4194305 };
	int value = values[below(s, sizeof(values) / sizeof(*values))];
	int err = write_int("/proc/sys/kernel/pid_max", value);

	s->pid_max = read_int("/proc/sys/kernel/pid_max");
	say(s, "pid_max := %d: %d, is %d", value, err, s->pid_max);
}
