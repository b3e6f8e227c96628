# SPDX-License-Identifier: GPL-2.0
"""Results to report on, small enough to be worked out by hand."""
import os
import tempfile
import unittest

import data

RAW = '''round,kernel,row,n,metric,value
1,idr,fork,2,ops_per_s,100
1,bitmap,fork,2,ops_per_s,150
2,idr,fork,2,ops_per_s,200
2,bitmap,fork,2,ops_per_s,900
2,bitmap,fork,2,ops_per_s,400
2,bitmap,fork,2,ops_per_s,500
3,idr,fork,2,ops_per_s,400
3,bitmap,fork,2,ops_per_s,400
1,idr-nocgroup,fork,2,ops_per_s,10
1,bitmap-nocgroup,fork,2,ops_per_s,5
1,idr,pidfd_open,1,ops_per_s,cannot
1,bitmap,pidfd_open,1,ops_per_s,7
1,idr,ps,10000,real_s,2
1,bitmap,ps,10000,real_s,1
1,idr-lockstat,fork,2,pidmap_lock acquired per op,2
1,bitmap-lockstat,fork,2,&map->lock acquired per op,1
'''
COUNTED = 'benchmark,level,live,backend,metric,unit,median,min,max,n\n'
COST = COUNTED + '''pair,0,0,idr,cost,instructions,5000.60,4000.00,6000.00,9
pair,0,0,bitmap,cost,instructions,1000.25,1000.00,1100.00,9
pair,0,0,idr,alloc_locks,acquisitions,1.00,1.00,1.00,9
pair,0,200,bitmap,cost,instructions,12.50,12.50,12.50,9
'''


class InDirectory(unittest.TestCase):
    """Each test has a directory of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = holder.name

    def put(self, name, text, directory='.'):
        path = os.path.join(self.top, directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data.write_text(path, text)
        return path

    def text(self, *parts):
        with open(os.path.join(self.top, *parts), encoding='utf-8') as file:
            return file.read()
