"""Run the measuring pages from top to bottom, small (S7_QUICK=1): their numbers are made by hand, but their code must not rot."""
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NBS = Path(__file__).resolve().parent.parent/'nbs'
PAGES = ('20_speed.ipynb', '21_results.ipynb', '22_mistakes.ipynb')

if __name__ == '__main__':
    os.environ['S7_QUICK'] = '1'
    for name in PAGES:
        notebook = nbformat.read(NBS/name, 4)
        outputs = [c.outputs for c in notebook.cells if c.cell_type == 'code']
        assert any(outputs), f'{name} was committed without its outputs'
        NotebookClient(notebook, timeout=900, kernel_name='python3', resources=dict(metadata=dict(path=str(NBS)))).execute()
        print(f'{name} ran from top to bottom')
    sys.exit(0)
