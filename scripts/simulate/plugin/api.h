/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the simulator uses of QEMU's plugin API: names, types and numbers, for
 * API=4 (QEMU 10) and API=7 (QEMU 11). They differ in two callbacks,
 * which have the plugin's id in the older one and user data in the newer one.
 */
#ifndef API_H
#define API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

struct qemu_info {
	const char *target;
	struct { int min, cur; } version;
	bool system;
	struct { int smp_vcpus, max_vcpus; } cpus;
};

struct qemu_plugin_tb;
struct qemu_plugin_insn;

enum { NO_REGS };
enum { MEM_R = 1, MEM_W, MEM_RW };

struct mem_value {
	int type;		/* log2 of its bytes */
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
		struct { uint64_t low, high; } u128;
	};
};

/* glib's; QEMU has it loaded. */
struct bytes {
	uint8_t *data;
	unsigned int len;
};

struct bytes *g_byte_array_new(void);

#if API == 7
typedef void vcpu_fn(unsigned int cpu, void *data);
typedef void trans_fn(struct qemu_plugin_tb *tb, void *data);
void qemu_plugin_register_vcpu_idle_cb(uint64_t id, vcpu_fn *fn, void *data);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, trans_fn *fn, void *data);
#else
typedef void vcpu_fn(uint64_t id, unsigned int cpu);
typedef void trans_fn(uint64_t id, struct qemu_plugin_tb *tb);
void qemu_plugin_register_vcpu_idle_cb(uint64_t id, vcpu_fn *fn);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, trans_fn *fn);
#endif

typedef void tb_fn(unsigned int cpu, void *data);
typedef void mem_fn(unsigned int cpu, uint32_t info, uint64_t addr, void *data);

void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *tb, tb_fn *fn, int flags,
					  void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, tb_fn *fn, int flags,
					    void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, mem_fn *fn, int flags,
				      int rw, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *to, size_t len);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
bool qemu_plugin_mem_is_store(uint32_t info);
unsigned int qemu_plugin_mem_size_shift(uint32_t info);
struct mem_value qemu_plugin_mem_get_value(uint32_t info);
bool qemu_plugin_read_memory_vaddr(uint64_t addr, struct bytes *to, size_t len);
const void *qemu_plugin_request_time_control(void);
void qemu_plugin_update_ns(const void *handle, int64_t ns);
void qemu_plugin_outs(const char *text);

#endif
