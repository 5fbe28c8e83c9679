"""Measure the GPU rows of the speed page without a notebook server: the cells of nbs/22_speed.ipynb that begin with
MARK are run, in order, and what `on_accelerator` returns is written as JSON.

    python .ci/speed_gpu.py NAME --data PATH                  on a GPU: writes nbs/results/gpu_NAME.json
    S7_QUICK=1 python .ci/speed_gpu.py trial --out FOLDER     a trial, small, on any machine
"""
import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT/'nbs/results'
MARK = '# also run by .ci/speed_gpu.py'


def marked_cells():
    "Sources of the cells that begin with MARK"
    cells = json.loads((ROOT/'nbs/22_speed.ipynb').read_text(encoding='utf-8'))['cells']
    sources = [''.join(cell['source']) for cell in cells if cell['cell_type'] == 'code']
    return [source for source in sources if MARK in source.splitlines()[:2]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('name', help='of the card, such as t4; part of the file name')
    parser.add_argument('--data', default=None, help="'cifar10', or a folder of it; in a trial: drawn shapes")
    parser.add_argument('--out', default=RESULTS, type=Path, help='folder of the JSON file')
    a = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault('NO_ALBUMENTATIONS_UPDATE', '1')
    import torch

    quick = bool(os.environ.get('S7_QUICK'))
    if a.out.resolve() == RESULTS and (quick or not torch.cuda.is_available()):
        sys.exit('nbs/results holds what was measured on a GPU: give --out another folder for a trial')
    page = {}
    for number, source in enumerate(marked_cells()):
        exec(compile(source, f'22_speed, marked cell {number}', 'exec'), page)
    measured = page['on_accelerator'](a.data or ('toy' if quick else 'cifar10'))
    a.out.mkdir(parents=True, exist_ok=True)
    path = a.out/f'gpu_{a.name}.json'
    path.write_text(json.dumps(measured, indent=1) + '\n')
    print(f'{path}:\n{json.dumps(measured, indent=1)}')


if __name__ == '__main__':
    main()
