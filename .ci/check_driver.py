"""The driver notebook defines nothing and imports cifar_s7 alone; then a copy of it is run on drawn shapes.

`python .ci/check_driver.py` checks the rules; with `--run`, the copy is executed, too, and must leave a whole run
folder.
"""
import ast
import json
import re
import sys
import tempfile
from pathlib import Path

DRIVER = Path(__file__).resolve().parent.parent/'nbs/99_driver.ipynb'
SMALL = dict(DATA="'toy'", EPOCHS='1', N_TRAIN='300', N_TEST='100', OUT="'runs/driver'", WIDTH='8')
FILES = 'recipe.json history.jsonl last.pt curves.png misclassified.png gradcam.png confusion.png report.md'.split()


def faults(cells):
    "What breaks the rules of the assignment, a line each"
    for number, cell in enumerate(cells):
        if cell['cell_type'] != 'code':
            continue
        code = '\n'.join(line for line in ''.join(cell['source']).splitlines() if not re.match(r'\s*[%!]', line))
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
                yield f'cell {number}, line {node.lineno}: defines something ({type(node).__name__})'
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or '.']
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                if name.split('.')[0] != 'cifar_s7':
                    yield f'cell {number}, line {node.lineno}: imports {name}, not cifar_s7'


def small(notebook):
    "A copy whose constants are replaced: other data, small numbers; no install cell"
    for cell in notebook['cells']:
        if cell['cell_type'] != 'code':
            continue
        source, cell['outputs'] = ''.join(cell['source']), []
        if source.lstrip().startswith('%pip'):
            source = ''
        for name, value in SMALL.items():
            source = re.sub(rf'^{name} = [^#\n]*', f'{name} = {value} ', source, flags=re.M)
        cell['source'] = source
    return notebook


def execute(notebook):
    "Run the notebook in a folder of its own; the number of pictures it showed"
    import nbformat
    from nbclient import NotebookClient
    with tempfile.TemporaryDirectory() as folder:
        nb = nbformat.from_dict(notebook)
        NotebookClient(nb, timeout=900, kernel_name='python3', resources=dict(metadata=dict(path=folder))).execute()
        missing = [f for f in FILES if not (Path(folder)/'runs/driver'/f).is_file()]
        assert not missing, f'the run folder lacks {missing}'
        return sum('image/png' in o.get('data', {}) for c in nb.cells if c.cell_type == 'code' for o in c.outputs)


if __name__ == '__main__':
    notebook = json.loads(DRIVER.read_text(encoding='utf-8'))
    found = list(faults(notebook['cells']))
    print('\n'.join(found) or 'the driver defines nothing and imports cifar_s7 alone')
    # The check itself must be able to fail.
    for bad in ('def f(): pass', 'class C: pass', 'f = lambda: 1', 'import torch', 'from os import path'):
        assert list(faults([dict(cell_type='code', source=bad)])), bad
    if found:
        sys.exit(1)
    if '--run' in sys.argv:
        pictures = execute(small(notebook))
        print(f'the driver ran from top to bottom and showed {pictures} pictures')
        assert pictures >= 4, 'expected at least the augmented grid, the curves, the gallery and the CAMs'
