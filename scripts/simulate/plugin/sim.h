/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of the simulator share. */
#ifndef SIM_H
#define SIM_H

#include "api.h"

#define MAX_CPUS	256
#define CPU_WORDS	(MAX_CPUS / 64)
#define MAX_HELD	24

/* Options, and what follows from them */
struct config {
	unsigned int cpus;
	unsigned int sockets;
	uint64_t latency;	/* cycles for a line from this socket */
	uint64_t remote;	/* and from another */
	uint64_t quantum;	/* nobody is further ahead of the slowest */
	uint64_t pause;		/* cycles of a pause instruction */
	uint64_t spin;		/* a CPU that waits for a lock looks so often, where nobody wrote it */
	uint64_t warmup, window;
	bool queued;		/* moves of one line wait for each other */
	bool user;		/* count user memory, too: for the toys */
	uint64_t cycle;		/* picoseconds */
	const char *out;
	const char *map;
};

extern struct config conf;
int option(const char *arg);	/* negative: unknown */

/* One instruction that touches memory */
enum site_flags {
	SITE_ATOMIC	= 1,	/* locked: reads and writes at once */
	SITE_RMW	= 2,	/* seen to read and then write a word */
	SITE_SETS_BIT	= 4,	/* locked bts or cmpxchg: may take a bit lock */
	SITE_LOCK	= 8,	/* in a function that takes a lock */
	SITE_TRYLOCK	= 16,
};

struct site {
	uint64_t pc;
	unsigned int flags;
	char kind;		/* of lock: s, r, w */
};

enum move { MOVE_READ, MOVE_WRITE, MOVE_UPGRADE, MOVES };

/* A lock that a CPU wants or has */
struct engaged {
	uint64_t addr, since, moves;
	char kind;		/* s: spinlock, r, w: rwlock, b: bit */
};

/* Turns of a loop that waits for a lock: the last pause, and what it looks at */
struct spin {
	uint64_t clock, insns, stalled, addr;
	uint64_t turn, turn_insns;	/* cycles and instructions of a turn */
	struct line *asleep;		/* until this is written, or the turns are over */
};

struct cpu {
	uint64_t clock, limit, insns;
	uint64_t clock0, insns0;
	uint64_t moves[MOVES], stalled;
	uint64_t ops[2];
	/* the last read: the first half of a read-modify-write */
	const struct site *read_site;
	uint64_t read_addr, read_value;
	uint64_t read_clock, read_moves;	/* before it */
	/* locks: the one it waits for, a bit it waits for, those it holds */
	struct engaged want, want_bit, held[MAX_HELD];
	unsigned int nr_held;
	struct spin spin;
	/* turns */
	int state, tid;
	unsigned int go;
} __attribute__((aligned(128)));

extern struct cpu cpus[MAX_CPUS];

enum phase { BOOT, LOADED, WARM, COUNTED };
extern int phase;

static inline uint64_t all_moves(const struct cpu *cpu)
{
	return cpu->moves[MOVE_READ] + cpu->moves[MOVE_WRITE] + cpu->moves[MOVE_UPGRADE];
}

/* symbols.c */
struct symbols {
	uint64_t lock_start, lock_end, percpu_offset;
};

extern struct symbols symbols;
int read_symbols(const char *file);
const char *lock_function(uint64_t pc);

/* sites.c */
struct site *site_of(struct qemu_plugin_insn *insn);
bool is_exchange(struct qemu_plugin_insn *insn, uint8_t modrm);
bool is_pause(struct qemu_plugin_insn *insn);
int repeated(struct qemu_plugin_insn *insn);

/* lines.c */
struct line {
	uint64_t has[CPU_WORDS];
	uint64_t ready;			/* when the move under way is done */
	bool written;			/* what nobody wrote is everywhere */
	unsigned int asleep;		/* CPUs that wait for a write */
};

struct line *line_of(uint64_t addr);
bool has(const struct line *line, unsigned int c);
void touch(unsigned int c, uint64_t addr, bool write, const struct site *site);

/* spin.c */
void spin_pause(unsigned int c);
void spin_end(unsigned int c);
void spin_written(struct line *line, unsigned int writer);

/* moves.c */
void count_move(uint64_t addr, const struct site *site, enum move kind);
void moves_reset(void);
void moves_print(void *file);
void pages_print(void *file);

/* locks.c */
void lock_write(unsigned int c, const struct site *site, uint64_t addr, uint64_t value);
void locks_reset(void);
void locks_end(void);
void locks_print(void *file);
void lock_entered(unsigned int c);

/* clock.c */
/* The guest's clock goes by so many cycles, at least. */
#define TIME_STEP	4000
#define BOOT_STEP	50000

bool clock_init(void);
uint64_t guest_time(void);
void set_time(uint64_t cycles);
bool clock_stopped(void);

/* turns.c */
void turns_init(void);
void turn_check(unsigned int c);
void turn_idle(unsigned int c);
void hold_back(uint64_t clock);
bool is_released(unsigned int c);
extern unsigned int nr_released;	/* in the window: CPUs let go together */

/* marks.c */
void mark_start(unsigned int c, void *data);
void mark_operation(unsigned int c, void *data);
void window_check(unsigned int c);

/* output.c */
_Noreturn void give_up(const char *what, const char *which);
void print_result(void);

#endif
