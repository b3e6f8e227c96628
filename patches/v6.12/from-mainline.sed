# SPDX-License-Identifier: GPL-2.0
# What of kernel/pidmap_{bitmap,idr}.[ch] is not as in the mainline
# series: sed -f this makes the one from the other, and a test sees that it does.

# PIDs are freed under tasklist_lock, which is also taken in interrupts: whoever holds
# a lock that is taken there must not be interrupted.
s/guard(spinlock)(/guard(spinlock_irqsave)(/
s/spin_lock(&map->lock)/spin_lock_irq(\&map->lock)/
s/spin_unlock(&map->lock)/spin_unlock_irq(\&map->lock)/
s/spin_lock(&pidmap_lock)/spin_lock_irq(\&pidmap_lock)/
s/spin_unlock(&pidmap_lock)/spin_unlock_irq(\&pidmap_lock)/
s/^\thlist_bl_lock(bucket);/\tguard(irqsave)();\n&/

# One pid_max for all namespaces.
s/init_pid_ns\.pid_max/pid_max/

# hlist_bl_first_rcu() is the dereference there, not what it takes.
s/rcu_dereference_check(hlist_bl_first_rcu(bucket),/rcu_dereference_check(bucket->first,/

# No kzalloc_obj() yet.
s/kzalloc_obj(\(\*[a-z]*\), /kzalloc(sizeof(\1), /

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
