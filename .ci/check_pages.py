"""Run the measuring pages from top to bottom, small (S7_QUICK=1): their numbers are made by hand, their code must run.

Then the pages that only read the files in nbs/results: what they print must be what was committed.
"""
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NBS = Path(__file__).resolve().parent.parent/'nbs'
SMALL = ('20_mistakes.ipynb', '22_speed.ipynb')
READ = ('21_results.ipynb', 'index.ipynb')


def execute(notebook):
    NotebookClient(notebook, timeout=900, kernel_name='python3', resources=dict(metadata=dict(path=str(NBS)))).execute()


def printed(notebook):
    "For each code cell its source and the texts that it printed or showed, pictures left out"
    def text(output):
        data = output.get('data', {})
        return (
            None if 'image/png' in data else data.get('text/markdown') or data.get('text/plain') or output.get('text')
        )
    return [
        (c.source, [t for o in c.outputs if o.get('name') != 'stderr' and (t := text(o))])
        for c in notebook.cells
        if c.cell_type == 'code'
    ]


def stale(committed, now):
    "The cells whose texts differ; of a cell that trains, and says that processors differ, the digits may"
    def same(source, before, after):
        if 'differs between processors' in source:
            before, after = ([re.sub(r'\d+', '0', text) for text in texts] for texts in (before, after))
        return before == after
    return [
        source.splitlines()[-1]
        for (source, before), (_, after) in zip(committed, now, strict=True)
        if not same(source, before, after)
    ]


if __name__ == '__main__':
    # the check can fail
    assert stale([('a', ['1']), ('b', [])], [('a', ['2']), ('b', [])]) == ['a'] and not stale(
        [('a', ['1'])], [('a', ['1'])]
    )
    live = 'a # differs between processors'
    assert stale([(live, ['1 of 2'])], [(live, ['none'])]) and not stale([(live, ['98'])], [(live, ['122'])])
    for variable in ('S7_DATA', 'S7_MAKE', 'S7_SAVE'):
        os.environ.pop(variable, None)
    os.environ['S7_QUICK'] = '1'
    for name in SMALL:
        notebook = nbformat.read(NBS/name, 4)
        assert any(c.outputs for c in notebook.cells if c.cell_type == 'code'), (
            f'{name} was committed without its outputs'
        )
        execute(notebook)
        print(f'{name} ran from top to bottom')
    del os.environ['S7_QUICK']
    faults = []
    for name in READ:
        notebook = nbformat.read(NBS/name, 4)
        committed = printed(notebook)
        execute(notebook)
        faults += [
            f'{name}: the output of the cell that ends with `{line}` is not what its files say now: execute the page'
            for line in stale(committed, printed(notebook))
        ]
    print('\n'.join(faults) or f'{" and ".join(READ)} say what their files say')
    sys.exit(bool(faults))
