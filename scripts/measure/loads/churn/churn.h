/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of churn share. */
#ifndef CHURN_H
#define CHURN_H
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of all workers */
struct shared {
	unsigned long tasks, namespaces, killed, refused;
};

extern struct shared *shared;
extern uint64_t rnd;

void storm_step(void);
void some_namespaces(void);

#endif
