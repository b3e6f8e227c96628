// SPDX-License-Identifier: GPL-2.0
/*
 * A simulator of many CPUs that share cache lines, as a plugin of QEMU's emulator.
 * See Documentation/simulator.md.
 */
#include "sim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

EXPORT int qemu_plugin_version = API;

struct cpu cpus[MAX_CPUS];

#define BOOT_PAUSE	5000

/* The toys' memory: see load.c */
#define TOY_START	0x100000000000ull
#define TOY_SIZE	(1ull << 20)
/* The interrupt controller's registers and other fixed mappings */
#define FIXMAP		0xffffffffff000000ull

static bool is_followed(uint64_t addr)
{
	return addr >> 63 ? addr < FIXMAP : conf.user && addr - TOY_START < TOY_SIZE;
}

static uint64_t value_of(uint32_t info)
{
	struct mem_value value = qemu_plugin_mem_get_value(info);

	switch (value.type) {
	case 0: return value.u8;
	case 1: return value.u16;
	case 2: return value.u32;
	default: return value.u64;
	}
}

static void on_read(unsigned int c, struct site *site, uint64_t addr, uint32_t info)
{
	struct cpu *cpu = &cpus[c];

	cpu->read_site = site;
	cpu->read_addr = addr;
	cpu->read_clock = cpu->clock;
	cpu->read_moves = all_moves(cpu);
	/* An atomic wants the line for itself at once, and so does any add. */
	touch(c, addr, site->flags & (SITE_ATOMIC | SITE_RMW), site);
	if (site->flags & SITE_ATOMIC)
		cpu->read_value = value_of(info);
}

static void on_write(unsigned int c, struct site *site, uint64_t addr, uint32_t info)
{
	struct cpu *cpu = &cpus[c];

	if (cpu->read_site == site && cpu->read_addr == addr)
		site->flags |= SITE_RMW;
	touch(c, addr, true, site);
	if (cpu->nr_held || site->flags & (SITE_LOCK | SITE_SETS_BIT))
		lock_write(c, site, addr, value_of(info));
}

static void on_access(unsigned int c, uint32_t info, uint64_t addr, void *data)
{
	/* Nobody has the turn while QEMU gathers the CPUs: see turns.c. */
	if (phase < WARM || !is_followed(addr) || is_released(c))
		return;
	if (qemu_plugin_mem_is_store(info))
		on_write(c, data, addr, info);
	else
		on_read(c, data, addr, info);
}

/* --- Blocks --------------------------------------------------------------------- */

static void in_lock_function(unsigned int c, void *data)
{
	turn_check(c);
	cpus[c].clock += (uintptr_t)data;
	cpus[c].insns += (uintptr_t)data;
}

static void on_block(unsigned int c, void *data)
{
	turn_check(c);
	if (cpus[c].want.addr)
		lock_entered(c);
	cpus[c].clock += (uintptr_t)data;
	cpus[c].insns += (uintptr_t)data;
}

static void on_pause(unsigned int c, void *data)
{
	(void)data;
	/* While booting, most just wait for one. */
	cpus[c].clock += phase < WARM ? BOOT_PAUSE : conf.pause;
}

static void on_spin(unsigned int c, void *data)
{
	on_pause(c, data);
	if (phase >= WARM && !is_released(c))
		spin_pause(c);
}

/* QEMU goes round within a block; -icount counts each time, and so do we. */
static void on_repeat(unsigned int c, uint32_t info, uint64_t addr, void *data)
{
	(void)info;
	(void)addr;
	(void)data;
	cpus[c].clock++;
	cpus[c].insns++;
}

static void on_insn(struct qemu_plugin_insn *insn)
{
	uint64_t pc = qemu_plugin_insn_vaddr(insn);
	int repeats = repeated(insn);

	if (pc >> 63 || conf.user)
		qemu_plugin_register_vcpu_mem_cb(insn, on_access, NO_REGS, MEM_RW, site_of(insn));
	if (repeats)
		qemu_plugin_register_vcpu_mem_cb(insn, on_repeat, NO_REGS, repeats, NULL);
	if (is_pause(insn)) {
		tb_fn *fn = lock_function(pc) ? on_spin : on_pause;

		qemu_plugin_register_vcpu_insn_exec_cb(insn, fn, NO_REGS, NULL);
	}
	if (pc >> 63)
		return;
	if (is_exchange(insn, 0xdb))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, mark_start, NO_REGS, NULL);
	if (is_exchange(insn, 0xd2))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, mark_operation, NO_REGS, (void *)0);
	if (is_exchange(insn, 0xf6))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, mark_operation, NO_REGS, (void *)1);
}

static void instrument(struct qemu_plugin_tb *tb)
{
	size_t i, n = qemu_plugin_tb_n_insns(tb);
	uint64_t pc = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0));
	tb_fn *fn = lock_function(pc) ? in_lock_function : on_block;

	qemu_plugin_register_vcpu_tb_exec_cb(tb, fn, NO_REGS, (void *)n);
	for (i = 0; i < n; i++)
		on_insn(qemu_plugin_tb_get_insn(tb, i));
}

#if API == 7
static void on_translation(struct qemu_plugin_tb *tb, void *data)
{
	(void)data;
	instrument(tb);
}

static void on_idle(unsigned int c, void *data)
{
	(void)data;
	turn_idle(c);
}
#else
static void on_translation(uint64_t id, struct qemu_plugin_tb *tb)
{
	(void)id;
	instrument(tb);
}

static void on_idle(uint64_t id, unsigned int c)
{
	(void)id;
	turn_idle(c);
}
#endif

static void register_all(uint64_t id)
{
#if API == 7
	qemu_plugin_register_vcpu_idle_cb(id, on_idle, NULL);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation, NULL);
#else
	qemu_plugin_register_vcpu_idle_cb(id, on_idle);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
#endif
}

/* --- */

static int refuse(const char *what, const char *which)
{
	fprintf(stderr, "simulator: %s: %s\n", what, which);
	return 1;
}

EXPORT int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (option(argv[i]))
			return refuse("no such option", argv[i]);
	conf.cpus = info->cpus.smp_vcpus;
	if (!conf.remote)
		conf.remote = conf.latency;
	if (!conf.out || !conf.map || !conf.sockets || conf.cpus > MAX_CPUS)
		return refuse("wants out=, map= and at most 256 CPUs", "see scripts/simulate/point");
	if (read_symbols(conf.map))
		return refuse("no System.map with lock functions", conf.map);
	if (!clock_init())
		return refuse("QEMU does not give away its clock", "is it older than 10?");
	turns_init();
	register_all(id);
	return 0;
}
