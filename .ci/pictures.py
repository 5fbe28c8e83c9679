"""Run the cells that need CIFAR-10 (`#| net`), all in one kernel, with the official images of a folder in its place.

    python .ci/pictures.py FOLDER           # they run, and each shows what it promises
    python .ci/pictures.py FOLDER --save    # their outputs go into the notebooks
"""
import re
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NBS = Path(__file__).resolve().parent.parent/'nbs'
SEED = 0  # of the order of the images
INSTEAD = '''
def take_the_folder():
    "In a function, whose names outlive a reset"
    import torch

    import cifar_s7.data
    plain = cifar_s7.data.load
    def load(source='cifar10', *args, **kwargs):
        if source != 'cifar10':
            return plain(source, *args, **kwargs)
        data = plain({folder!r}, *args, **kwargs)  # class by class: the archive has them mixed
        return data[torch.randperm(len(data), generator=torch.Generator().manual_seed({seed}))]
    cifar_s7.data.load = load

take_the_folder()
'''


def needs_images(cell): return cell.cell_type == 'code' and re.match(r'#\| net\b', cell.source)
def has_picture(cell): return any('image/png' in o.get('data', {}) for o in cell.outputs)


def to_run(cells):
    "Each such cell of a page with the one before it, which holds its imports"
    return [(before.source, cell) for before, cell in pairwise(cells) if needs_images(cell)]


def with_outputs(pairs, folder):
    "The cells, run one after the other, each with its own imports alone"
    sources = [INSTEAD.format(folder=str(folder), seed=SEED)]
    for imports, cell in pairs:
        sources += ['%reset -f', imports, cell.source]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    NotebookClient(notebook, timeout=900, kernel_name='python3', resources=dict(metadata=dict(path=str(NBS)))).execute()
    return notebook.cells[3::3]


def main(folder, save=False):
    pages = {path: nbformat.read(path, 4) for path in sorted(NBS.glob('*.ipynb'))}
    pairs = [pair for page in pages.values() for pair in to_run(page.cells)]
    assert pairs, 'no page shows CIFAR-10'
    faults = []
    for (_, cell), made in zip(pairs, with_outputs(pairs, folder), strict=True):
        if has_picture(made) != ('fig-alt' in cell.source) or has_picture(cell) != has_picture(made) and not save:
            faults.append(f'picture, fig-alt and what is saved do not agree: {cell.source.splitlines()[-1]}')
        if save:
            cell.outputs = [o for o in made.outputs if o.get('name') != 'stderr']
    if save:
        for path, page in pages.items():
            if any(map(needs_images, page.cells)):
                nbformat.write(page, path)
    print('\n'.join(faults) or f'{len(pairs)} cells ran on CIFAR-10')
    return bool(faults)


if __name__ == '__main__':
    sys.exit(main(Path(sys.argv[1]).expanduser().resolve(), '--save' in sys.argv))
