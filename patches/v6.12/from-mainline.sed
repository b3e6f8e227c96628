# SPDX-License-Identifier: GPL-2.0
# What of kernel/pidmap_*.[ch] is not as in the mainline series: sed -f this makes the
# one from the other, and a test sees that it does.

# PIDs are freed under tasklist_lock, which interrupt handlers take, too. So a lock that is
# taken to free is held with interrupts off.
s/guard(spinlock)(/guard(spinlock_irqsave)(/
s/spin_lock(&map->lock)/spin_lock_irq(\&map->lock)/
s/spin_unlock(&map->lock)/spin_unlock_irq(\&map->lock)/
s/spin_lock(&pidmap_lock)/spin_lock_irq(\&pidmap_lock)/
s/spin_unlock(&pidmap_lock)/spin_unlock_irq(\&pidmap_lock)/
s/^\tbit_spin_lock(PIDMAP_BUCKET_LOCK/\tguard(irqsave)();\n&/

# bit_spinlock.h uses cpu_relax() and does not include it.
s/^#include <linux\/bit_spinlock.h>/#include <linux\/processor.h>\n&/

# No kzalloc_obj() yet.
s/kzalloc_obj(\(\*[a-z>-]*\), /kzalloc(sizeof(\1), /

# The caller may have interrupts off already.
/pidmap_free_begin(void)/,/^}/ {
	s/^static inline void/static inline unsigned long/
	s/^\tspin_lock_irq(&pidmap_lock);/\tunsigned long flags;\n\n\tspin_lock_irqsave(\&pidmap_lock, flags);\n\treturn flags;/
	s/^\trcu_read_lock();/&\n\treturn 0;/
}
/pidmap_free_end(void)/,/^}/ {
	s/(void)/(unsigned long flags)/
	s/spin_unlock_irq(&pidmap_lock)/spin_unlock_irqrestore(\&pidmap_lock, flags)/
}

# bit_spinlock.h does not say yet which lock it is.
s/__release(__bitlock([^)]*))/__release(bitlock)/
/^\t__releases(__bitlock(/d

# free_pid() may call this under tasklist_lock.
/^void disable_pid_allocation(/,/^}/ {
	s/^\tspin_lock_irq(&pidmap_lock);/\tguard(spinlock_irqsave)(\&pidmap_lock);\n/
	/^\tspin_unlock_irq(&pidmap_lock);/d
}
